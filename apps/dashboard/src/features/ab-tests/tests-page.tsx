"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, useListState } from "@ecomm/ui/data-table";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatNumber } from "@ecomm/ui/lib/numbers";
import { EmptyState } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { type AbTest, abTestsQuery } from "@/api/ab-tests";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { TestStatus } from "./status";
import { abTestTexts } from "./texts";

const STATUSES = ["running", "draft", "ended"] as const;
const LIST = {
  sort: "-created",
  sorts: [],
  filters: { status: STATUSES },
  views: ["status"],
} as const;
const PER_PAGE = 25;

/** All A/B tests of the store, running ones first. */
export function AbTestsPage() {
  const t = useTexts(abTestTexts);
  const store = useStore();
  const router = useRouter();
  const may = useMay();
  const list = useListState(LIST);
  const { search, page, filters } = list.state;
  const tests = useQuery(
    abTestsQuery(store.id, {
      ...(filters.status ? { status: filters.status } : {}),
      ...(search ? { search } : {}),
      page,
      per_page: PER_PAGE,
    }),
  );
  const home = `/stores/${store.id}/ab-tests`;
  const columns = useMemo<Column<AbTest>[]>(
    () => [
      {
        id: "name",
        header: t("col_name"),
        hideable: false,
        cell: (row) => (
          <span className="grid min-w-0">
            <Link
              href={`${home}/${row.id}`}
              className="truncate rounded-xs font-medium hover:text-accent"
            >
              {row.name}
            </Link>
            <span className="truncate text-12 text-subtle">{row.product_title}</span>
          </span>
        ),
      },
      {
        id: "status",
        header: t("col_status"),
        width: "144px",
        cell: (row) => <TestStatus test={row} />,
      },
      {
        id: "visitors",
        header: t("col_visitors"),
        align: "end",
        width: "112px",
        cell: (row) => formatNumber(row.visitors, t.locale),
      },
      {
        id: "planned",
        header: t("col_progress"),
        align: "end",
        width: "128px",
        from: "lg",
        cell: (row) => (
          <span className="text-muted">{formatNumber(2 * row.planned, t.locale)}</span>
        ),
      },
      {
        id: "began",
        header: t("col_began"),
        align: "end",
        width: "128px",
        from: "lg",
        cell: (row) =>
          row.started_at ? (
            <span className="text-muted">
              {formatDate(row.started_at, "dayYear", t.locale, store.timezone)}
            </span>
          ) : null,
      },
    ],
    [t, home, store.timezone],
  );
  const add = may("marketing") ? (
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
        current: filters.status ?? "",
        onChoose: (key) => list.setFilter("status", key || null),
        views: [
          { key: "", label: t("view_all") },
          ...STATUSES.map((key) => ({ key, label: t(`view_${key}`) })),
        ],
      }}
      placeholder={t("search")}
      count={(total) => t("count", { count: total })}
      query={tests}
      id="ab-tests"
      columns={columns}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      onOpen={(row) => router.push(`${home}/${row.id}`)}
      list={list}
      card={(row) => (
        <span className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-3 text-13">
          <Link href={`${home}/${row.id}`} className="truncate rounded-xs font-medium">
            {row.name}
          </Link>
          <TestStatus test={row} />
          <span className="truncate text-subtle">{row.product_title}</span>
          <span className="num text-end text-subtle">
            {t("planned_of", {
              seen: formatNumber(row.visitors, t.locale),
              planned: formatNumber(2 * row.planned, t.locale),
            })}
          </span>
        </span>
      )}
      empty={
        filters.status ? (
          <EmptyState title={t("empty_view")}>{t("empty_view_body")}</EmptyState>
        ) : (
          <EmptyState drawing={<ShelfDrawing />} title={t("empty_title")} actions={add}>
            {t(may("marketing") ? "empty_body" : "empty_viewer")}
          </EmptyState>
        )
      }
    />
  );
}
