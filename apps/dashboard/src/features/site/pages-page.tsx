"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, useListState } from "@ecomm/ui/data-table";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { EmptyState } from "@ecomm/ui/states";
import { Status } from "@ecomm/ui/status";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { pagesQuery, type SitePageRow } from "@/api/site";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { siteTexts } from "./texts";

const LIST = {
  sort: "title",
  sorts: ["title", "updated_at"],
  filters: { status: ["published", "draft"] },
  views: ["status"],
} as const;
const PER_PAGE = 25;

export function PageStatus({ status }: { status: SitePageRow["status"] }) {
  const t = useTexts(siteTexts);
  return status === "published" ? (
    <Status glyph="circle-full" tone="success">
      {t("published")}
    </Status>
  ) : (
    <Status glyph="circle-draft" tone="idle">
      {t("draft")}
    </Status>
  );
}

/** Pages and policies of the shop. */
export function PagesPage() {
  const t = useTexts(siteTexts);
  const store = useStore();
  const router = useRouter();
  const may = useMay();
  const list = useListState(LIST);
  const { search, sort, page, filters } = list.state;
  const pages = useQuery(
    pagesQuery(store.id, {
      ...filters,
      ...(search ? { search } : {}),
      sort,
      page,
      per_page: PER_PAGE,
    }),
  );
  const home = `/stores/${store.id}/pages`;
  const status = filters.status ?? "";
  const columns: Column<SitePageRow>[] = [
    {
      id: "title",
      header: t("col_title"),
      sort: "title",
      hideable: false,
      cell: (row) => (
        <Link href={`${home}/${row.id}`} className="block min-w-0">
          <span className="block truncate font-medium">{row.title}</span>
          <span className="block truncate text-12 text-subtle">/pages/{row.slug}</span>
        </Link>
      ),
    },
    { id: "kind", header: t("col_kind"), width: "190px", cell: (row) => t(`kind_${row.kind}`) },
    {
      id: "status",
      header: t("col_status"),
      width: "140px",
      hangingGlyph: true,
      cell: (row) => <PageStatus status={row.status} />,
    },
    {
      id: "updated",
      header: t("col_updated"),
      sort: "updated_at",
      sortFirst: "desc",
      width: "140px",
      align: "end",
      cell: (row) => (
        <time dateTime={row.updated_at} className="num text-muted">
          {formatDate(row.updated_at, "day", t.locale, store.timezone)}
        </time>
      ),
    },
  ];
  const add = may("content") ? (
    <Button asChild variant="primary">
      <Link href={`${home}/new`}>
        <Plus aria-hidden />
        {t("page_new")}
      </Link>
    </Button>
  ) : null;
  return (
    <ListPage
      title={t("pages")}
      actions={add}
      views={{
        label: t("pages_views"),
        current: status,
        onChoose: (key) => list.setFilter("status", key || null),
        views: [
          { key: "", label: t("view_all") },
          { key: "published", label: t("view_published") },
          { key: "draft", label: t("view_draft") },
        ],
      }}
      placeholder={t("pages_search")}
      count={(total) => t("pages_count", { count: total })}
      query={pages}
      id="pages"
      columns={columns}
      rowId={(row) => row.id}
      rowName={(row) => row.title}
      onOpen={(row) => router.push(`${home}/${row.id}`)}
      list={list}
      card={(row) => (
        <span className="flex min-w-0 items-center gap-3">
          <span className="min-w-0 flex-1">
            <Link href={`${home}/${row.id}`} className="block truncate font-medium">
              {row.title}
            </Link>
            <span className="block truncate text-12 text-subtle">{t(`kind_${row.kind}`)}</span>
          </span>
          <PageStatus status={row.status} />
        </span>
      )}
      empty={
        status ? (
          <EmptyState title={t("pages_empty_view")} />
        ) : (
          <EmptyState drawing={<ShelfDrawing />} title={t("pages_empty")} actions={add}>
            {t("pages_empty_body")}
          </EmptyState>
        )
      }
    />
  );
}
