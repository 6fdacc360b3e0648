"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button, IconButton } from "@ecomm/ui/button";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState, ErrorState } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { CornerDownRight, Pencil, Plus, Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { categoriesQuery, deleteCategory, productsKey } from "@/api/products";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { CategoryDialog } from "./category-dialog";
import { categoriesTexts } from "./texts";
import { type Category, treeOf } from "./tree";

/** The categories of the shop as a tree. */
export function CategoriesPage() {
  const t = useTexts(categoriesTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const categories = useQuery(categoriesQuery(store.id));
  const [editing, setEditing] = useState<Category | "new" | null>(null);
  const [deleting, setDeleting] = useState<Category | null>(null);
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: categoriesQuery(store.id).queryKey });
    await client.invalidateQueries({ queryKey: productsKey(store.id) });
  };
  const remove = useMutation({
    mutationFn: (category: Category) => deleteCategory(store.id, category.id),
    onSuccess: async (_, category) => {
      toast.success(t("deleted", { name: category.name }));
      setDeleting(null);
      await refresh();
    },
  });
  const error = loadError(categories, shell);
  const all = categories.data;
  const add = (
    <Button variant="primary" onClick={() => setEditing("new")}>
      <Plus aria-hidden />
      {t("add")}
    </Button>
  );
  return (
    <Page className="mx-auto max-w-220">
      <PageHeader title={t("title")} count={all?.length} actions={add} />
      <Panel>
        {error ? (
          <ErrorState
            onRetry={error.retry}
            {...(error.reference ? { reference: error.reference } : {})}
          >
            {error.text}
          </ErrorState>
        ) : all === undefined ? (
          <div aria-busy="true">
            {["w-28", "w-40", "w-32", "w-36"].map((width) => (
              <div key={width} className="flex h-13 items-center border-t px-4 first:border-0">
                <Skeleton className={width} />
              </div>
            ))}
          </div>
        ) : all.length === 0 ? (
          <EmptyState drawing={<ShelfDrawing />} title={t("empty_title")} actions={add}>
            {t("empty_body")}
          </EmptyState>
        ) : (
          <ul>
            {treeOf(all).map(({ category, depth }) => (
              <li
                key={category.id}
                className="flex min-h-13 items-center gap-3 border-t px-4 py-1.5 text-13 first:border-0"
                style={{ paddingInlineStart: `${16 + depth * 24}px` }}
              >
                {depth > 0 ? (
                  <CornerDownRight
                    className="size-4 shrink-0 text-subtle rtl:-scale-x-100"
                    aria-hidden
                  />
                ) : null}
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{category.name}</span>
                  {category.description ? (
                    <span className="block truncate text-12 text-subtle">
                      {category.description}
                    </span>
                  ) : null}
                </span>
                <Link
                  href={`/stores/${store.id}/products?category_id=${category.id}`}
                  aria-label={`${t("products", { count: category.products })}. ${t("see", { name: category.name })}`}
                  className="num rounded-xs text-12 whitespace-nowrap text-muted hover:text-accent"
                >
                  {t("products", { count: category.products })}
                </Link>
                <span className="flex">
                  <IconButton
                    label={t("edit", { name: category.name })}
                    onClick={() => setEditing(category)}
                  >
                    <Pencil aria-hidden />
                  </IconButton>
                  <IconButton
                    label={t("delete", { name: category.name })}
                    onClick={() => setDeleting(category)}
                  >
                    <Trash2 aria-hidden />
                  </IconButton>
                </span>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      {editing && all ? (
        <CategoryDialog
          storeId={store.id}
          category={editing === "new" ? null : editing}
          all={all}
          onClose={() => setEditing(null)}
          onSaved={refresh}
        />
      ) : null}
      <ConfirmDialog
        open={deleting !== null}
        onOpenChange={(open) => {
          remove.reset();
          if (!open) setDeleting(null);
        }}
        title={t("delete_title", { name: deleting?.name ?? "" })}
        description={t("delete_body", { count: deleting?.products ?? 0 })}
        action={t("delete_do", { name: deleting?.name ?? "" })}
        pending={remove.isPending}
        error={remove.error ? troubleText(remove.error, shell) : null}
        onConfirm={() => {
          if (deleting) remove.mutate(deleting);
        }}
      />
    </Page>
  );
}
