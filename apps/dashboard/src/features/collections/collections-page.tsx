"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, useListState } from "@ecomm/ui/data-table";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { EmptyState } from "@ecomm/ui/states";
import { Status } from "@ecomm/ui/status";
import { Thumb } from "@ecomm/ui/thumb";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { type CollectionRow, collectionsQuery } from "@/api/collections";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { collectionsTexts } from "./texts";

const LIST = {
  sort: "title",
  sorts: ["title", "updated"],
  filters: { published: ["true", "false"] },
  views: ["published"],
} as const;
const PER_PAGE = 25;

/** All collections of the store. */
export function CollectionsPage() {
  const t = useTexts(collectionsTexts);
  const store = useStore();
  const router = useRouter();
  const may = useMay();
  const list = useListState(LIST);
  const { search, sort, page, filters } = list.state;
  const collections = useQuery(
    collectionsQuery(store.id, {
      ...(filters.published ? { published: filters.published === "true" } : {}),
      ...(search ? { search } : {}),
      sort,
      page,
      per_page: PER_PAGE,
    }),
  );
  const home = `/stores/${store.id}/collections`;
  const columns = useMemo<Column<CollectionRow>[]>(
    () => [
      {
        id: "title",
        header: t("col_title"),
        sort: "title",
        hideable: false,
        cell: (row) => (
          <span className="flex items-center gap-3">
            <Thumb picture={row.image} />
            <span className="grid min-w-0">
              <Link
                href={`${home}/${row.id}`}
                className="truncate rounded-xs font-medium hover:text-accent"
              >
                {row.title}
              </Link>
              <span className="truncate text-12 text-subtle">/collections/{row.slug}</span>
            </span>
          </span>
        ),
      },
      {
        id: "kind",
        header: t("col_kind"),
        width: "128px",
        from: "lg",
        cell: (row) => t(`kind_${row.kind}`),
      },
      {
        id: "shown",
        header: t("visibility"),
        width: "144px",
        from: "lg",
        cell: (row) => <Shown row={row} />,
      },
      {
        id: "products",
        header: t("col_products"),
        align: "end",
        width: "112px",
        cell: (row) => row.products,
      },
      {
        id: "updated",
        header: t("col_updated"),
        sort: "updated",
        sortFirst: "desc",
        align: "end",
        width: "128px",
        from: "lg",
        cell: (row) => (
          <span className="text-muted">
            {formatDate(row.updated_at, "dayYear", t.locale, store.timezone)}
          </span>
        ),
      },
    ],
    [t, home, store.timezone],
  );
  const add = may("catalog") ? (
    <Button asChild variant="primary">
      <Link href={`${home}/new`}>
        <Plus aria-hidden />
        {t("add")}
      </Link>
    </Button>
  ) : null;
  return (
    <ListPage
      title={t("title")}
      actions={add}
      views={{
        label: t("views"),
        current: filters.published ?? "",
        onChoose: (key) => list.setFilter("published", key || null),
        views: [
          { key: "", label: t("view_all") },
          { key: "true", label: t("view_shown") },
          { key: "false", label: t("view_hidden") },
        ],
      }}
      placeholder={t("search")}
      count={(total) => t("count", { count: total })}
      query={collections}
      id="collections"
      media
      columns={columns}
      rowId={(row) => row.id}
      rowName={(row) => row.title}
      onOpen={(row) => router.push(`${home}/${row.id}`)}
      list={list}
      card={(row) => (
        <span className="grid grid-cols-[auto_1fr_auto] items-center gap-3 text-13">
          <Thumb picture={row.image} />
          <Link href={`${home}/${row.id}`} className="truncate rounded-xs font-medium">
            {row.title}
          </Link>
          <span className="num text-subtle">{t("products", { count: row.products })}</span>
        </span>
      )}
      empty={
        filters.published ? (
          <EmptyState title={t("empty_view")}>{t("empty_view_body")}</EmptyState>
        ) : (
          <EmptyState drawing={<ShelfDrawing />} title={t("empty_title")} actions={add}>
            {t(may("catalog") ? "empty_body" : "empty_viewer")}
          </EmptyState>
        )
      }
    />
  );
}

/** Whether shoppers see it. */
export function Shown({ row }: { row: Pick<CollectionRow, "pending" | "published"> }) {
  const t = useTexts(collectionsTexts);
  if (row.pending) {
    return (
      <Status glyph="circle-half" tone="info">
        {t("pending")}
      </Status>
    );
  }
  return row.published ? (
    <Status glyph="circle-full" tone="success">
      {t("shown")}
    </Status>
  ) : (
    <Status glyph="circle" tone="idle">
      {t("hidden")}
    </Status>
  );
}
