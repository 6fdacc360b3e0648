"use client";

import { Button } from "@ecomm/ui/button";
import { type BulkAction, FilterChip, FilterMenu, useListState } from "@ecomm/ui/data-table";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { EmptyState } from "@ecomm/ui/states";
import { toast, useUndoToast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Import, PenLine, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import {
  categoriesQuery,
  inventoryKey,
  type ProductStatus,
  productsKey,
  productsQuery,
  setStatus,
  tagsQuery,
} from "@/api/products";
import { bulkTexts } from "@/features/bulk/texts";
import { useBulkRuns } from "@/features/bulk/use-bulk-runs";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { ProductCard, useProductColumns } from "./product-columns";
import { productsTexts } from "./texts";

const BulkDialog = dynamic(
  () => import("@/features/bulk/bulk-dialog").then((part) => part.BulkDialog),
  { ssr: false },
);

const LIST = {
  sort: "-updated",
  sorts: ["updated", "created", "title", "price", "stock"],
  filters: {
    status: ["active", "draft", "archived"],
    stock: ["in", "low", "out", "untracked"],
    category_id: /^[0-9a-f-]{36}$/,
    vendor: null,
    tag: null,
  },
  views: ["status"],
} as const;
const PER_PAGE = 25;

/** All products of the store: views, filters, bulk status with undo. */
export function ProductsPage() {
  const t = useTexts(productsTexts);
  const store = useStore();
  const router = useRouter();
  const may = useMay();
  const list = useListState(LIST);
  const { search, sort, page, filters } = list.state;
  const products = useQuery(
    productsQuery(store.id, {
      ...filters,
      ...(search ? { search } : {}),
      sort,
      page,
      per_page: PER_PAGE,
    }),
  );
  const categories = useQuery(categoriesQuery(store.id));
  const tags = useQuery(tagsQuery(store.id));
  const columns = useProductColumns(store);
  const change = useBulkStatus(store.id);
  const bulkWords = useTexts(bulkTexts);
  const runs = useBulkRuns(store);
  const [editing, setEditing] = useState<string[] | null>(null);
  const home = `/stores/${store.id}`;
  const status = filters.status ?? "";
  const categoryName = categories.data?.find((item) => item.id === filters.category_id)?.name;
  const actions: BulkAction[] = [
    { key: "edit", label: bulkWords("edit"), run: (ids) => setEditing(ids) },
    { key: "active", label: t("activate"), run: (ids) => change(ids, "active") },
    { key: "draft", label: t("to_draft"), run: (ids) => change(ids, "draft") },
    { key: "archived", label: t("archive"), run: (ids) => change(ids, "archived") },
  ];
  const bulk = may("catalog") ? actions.filter((action) => action.key !== status) : [];
  const stockName = { in: t("stock_in"), low: t("stock_low"), out: t("stock_out") } as const;
  return (
    <>
      {editing ? (
        <BulkDialog
          store={store}
          selection={{ ids: editing }}
          count={editing.length}
          onClose={() => setEditing(null)}
          onStart={(body, key) => {
            setEditing(null);
            toast.message(bulkWords("working", { count: editing.length }));
            runs.run.mutate({ body, key });
          }}
        />
      ) : null}
      <ListPage
        title={t("title")}
        actions={
          may("catalog") ? (
            <>
              <Button asChild>
                <Link href={`${home}/imports/new`}>
                  <Import aria-hidden />
                  {t("import")}
                </Link>
              </Button>
              <Button asChild variant="primary">
                <Link href={`${home}/products/new`}>
                  <Plus aria-hidden />
                  {t("add")}
                </Link>
              </Button>
            </>
          ) : null
        }
        views={{
          label: t("views"),
          current: status,
          onChoose: (key) => list.setFilter("status", key || null),
          views: [
            { key: "", label: t("view_all") },
            { key: "active", label: t("view_active") },
            { key: "draft", label: t("view_draft") },
            { key: "archived", label: t("view_archived") },
          ],
        }}
        placeholder={t("search")}
        count={(total) => t("count", { count: total })}
        query={products}
        filters={
          <>
            {filters.stock ? (
              <FilterChip
                name={t("stock")}
                value={
                  filters.stock === "untracked"
                    ? t("stock_untracked")
                    : (stockName[filters.stock as "in"] ?? filters.stock)
                }
                onRemove={() => list.setFilter("stock", null)}
              />
            ) : null}
            {filters.category_id ? (
              <FilterChip
                name={t("category")}
                value={categoryName ?? "…"}
                onRemove={() => list.setFilter("category_id", null)}
              />
            ) : null}
            {filters.vendor ? (
              <FilterChip
                name={t("vendor")}
                value={filters.vendor}
                onRemove={() => list.setFilter("vendor", null)}
              />
            ) : null}
            {filters.tag ? (
              <FilterChip
                name={t("tag")}
                value={filters.tag}
                onRemove={() => list.setFilter("tag", null)}
              />
            ) : null}
            <FilterMenu
              label={t("filter")}
              list={list}
              choices={[
                {
                  name: "stock",
                  label: t("stock"),
                  options: [
                    { value: "in", label: t("stock_in") },
                    { value: "low", label: t("stock_low") },
                    { value: "out", label: t("stock_out") },
                    { value: "untracked", label: t("stock_untracked") },
                  ],
                },
                {
                  name: "category_id",
                  label: t("category"),
                  options: (categories.data ?? []).map(({ id, name }) => ({
                    value: id,
                    label: name,
                  })),
                },
                {
                  name: "tag",
                  label: t("tag"),
                  options: (tags.data ?? [])
                    .slice(0, 12)
                    .map(({ name }) => ({ value: name, label: name })),
                },
              ].filter((choice) => choice.options.length > 0)}
            />
          </>
        }
        id="products"
        media
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => row.title}
        onOpen={(row) => router.push(`${home}/products/${row.id}`)}
        list={list}
        card={(row) => <ProductCard row={row} store={store} />}
        empty={<NoProducts status={status} home={home} />}
        bulk={bulk}
      />
    </>
  );
}

function NoProducts({ status, home }: { status: string; home: string }) {
  const t = useTexts(productsTexts);
  const may = useMay();
  if (status) {
    const words: Record<string, string> = {
      active: t("empty_view_active"),
      draft: t("empty_view_draft"),
      archived: t("empty_view_archived"),
    };
    return <EmptyState title={t("empty_view_title")}>{words[status]}</EmptyState>;
  }
  if (!may("catalog")) {
    return (
      <EmptyState drawing={<ShelfDrawing />} title={t("empty_title")}>
        {t("empty_viewer")}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      drawing={<ShelfDrawing />}
      title={t("empty_title")}
      actions={
        <>
          <Button asChild variant="primary">
            <Link href={`${home}/imports/new`}>
              <Import aria-hidden />
              {t("empty_import")}
            </Link>
          </Button>
          <Button asChild>
            <Link href={`${home}/products/new`}>
              <PenLine aria-hidden />
              {t("empty_write")}
            </Link>
          </Button>
        </>
      }
    >
      {t("empty_body")}
    </EmptyState>
  );
}

/** Changes the status of many products; the API says what they were, so it can be undone. */
export function useBulkStatus(storeId: string): (ids: string[], status: ProductStatus) => void {
  const t = useTexts(productsTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const undoToast = useUndoToast();
  const refresh = async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: productsKey(storeId) }),
      client.invalidateQueries({ queryKey: ["store", storeId, "product"] }),
      client.invalidateQueries({ queryKey: ["store", storeId, "overview"] }),
      client.invalidateQueries({ queryKey: inventoryKey(storeId) }),
    ]);
  };
  const undo = useMutation({
    mutationFn: async (previous: Record<string, string[]>) => {
      for (const [status, ids] of Object.entries(previous)) {
        await setStatus(storeId, ids, status as ProductStatus);
      }
    },
    onSuccess: async () => {
      await refresh();
      toast.success(t("bulk_undone"));
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const change = useMutation({
    mutationFn: ({ ids, status }: { ids: string[]; status: ProductStatus }) =>
      setStatus(storeId, ids, status),
    onSuccess: async (result, { status }) => {
      await refresh();
      if (result.changed === 0) toast.message(t("bulk_none"));
      else {
        undoToast(t("bulk_done", { count: result.changed, status }), () =>
          undo.mutate(result.previous),
        );
      }
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  return (ids, status) => change.mutate({ ids, status });
}
