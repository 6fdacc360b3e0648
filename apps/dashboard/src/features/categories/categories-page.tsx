"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { arrangeCategories, categoriesQuery, deleteCategory, productsKey } from "@/api/products";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { CategoryTree } from "./category-tree";
import { applied, type Move } from "./moves";
import { categoriesTexts } from "./texts";
import type { Category } from "./tree";

const CategoryDialog = dynamic(
  () => import("./category-dialog").then((part) => part.CategoryDialog),
  { ssr: false },
);

/** The categories of the shop as a tree. */
export function CategoriesPage() {
  const t = useTexts(categoriesTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const may = useMay();
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
  const move = useMutation({
    mutationFn: ({ moves }: { moved: Category; moves: Move[] }) =>
      arrangeCategories(store.id, moves),
    onMutate: ({ moves }) => {
      const { queryKey } = categoriesQuery(store.id);
      const before = client.getQueryData(queryKey);
      if (before) client.setQueryData(queryKey, applied(before, moves));
    },
    onSuccess: (_, { moved }) => toast.success(t("moved", { name: moved.name })),
    onError: (failure) => toast.error(troubleText(failure, shell)),
    onSettled: refresh,
  });
  const error = loadError(categories, shell);
  const all = categories.data;
  const add = may("catalog") ? (
    <Button variant="primary" onClick={() => setEditing("new")}>
      <Plus aria-hidden />
      {t("add")}
    </Button>
  ) : null;
  return (
    <Page className="mx-auto max-w-220">
      <PageHeader title={t("title")} count={all?.length} actions={all?.length === 0 ? null : add} />
      <Panel>
        {error ? (
          <LoadError error={error} />
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
            {t(may("catalog") ? "empty_body" : "empty_viewer")}
          </EmptyState>
        ) : (
          <CategoryTree
            storeId={store.id}
            all={all}
            onMove={(moved, moves) => move.mutate({ moved, moves })}
            onEdit={setEditing}
            onDelete={setDeleting}
          />
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
