"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, useListState } from "@ecomm/ui/data-table";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { EmptyState } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { type Discount, discountsQuery } from "@/api/discounts";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { StateMark, useWorth } from "./state";
import { discountsTexts } from "./texts";

const LIST = {
  sort: "-created",
  sorts: ["-created", "created", "name", "-used"],
  filters: { state: ["active", "scheduled", "expired", "off"] },
  views: ["state"],
} as const;
const PER_PAGE = 25;

/** All discounts of the store. */
export function DiscountsPage() {
  const t = useTexts(discountsTexts);
  const store = useStore();
  const router = useRouter();
  const may = useMay();
  const worth = useWorth();
  const list = useListState(LIST);
  const { search, sort, page, filters } = list.state;
  const discounts = useQuery(
    discountsQuery(store.id, {
      ...(filters.state ? { state: filters.state } : {}),
      ...(search ? { search } : {}),
      sort,
      page,
      per_page: PER_PAGE,
    }),
  );
  const home = `/stores/${store.id}/discounts`;
  const columns = useMemo<Column<Discount>[]>(
    () => [
      {
        id: "name",
        header: t("col_name"),
        sort: "name",
        hideable: false,
        cell: (row) => (
          <span className="grid min-w-0">
            <Link
              href={`${home}/${row.id}`}
              className="truncate rounded-xs font-medium hover:text-accent"
            >
              {row.code ?? row.name}
            </Link>
            <span className="truncate text-12 text-subtle">
              {row.code ? row.name : t("automatic")}
            </span>
          </span>
        ),
      },
      { id: "worth", header: t("col_worth"), width: "144px", from: "lg", cell: worth },
      {
        id: "state",
        header: t("col_state"),
        width: "144px",
        cell: (row) => <StateMark state={row.state} />,
      },
      {
        id: "used",
        header: t("col_used"),
        sort: "-used",
        align: "end",
        width: "112px",
        cell: (row) =>
          row.usage_limit === null
            ? row.used
            : t("used_of", { used: row.used, limit: row.usage_limit }),
      },
      {
        id: "ends",
        header: t("col_ends"),
        align: "end",
        width: "128px",
        from: "lg",
        cell: (row) =>
          row.ends_at ? (
            <span className="text-muted">
              {formatDate(row.ends_at, "dayYear", t.locale, store.timezone)}
            </span>
          ) : null,
      },
    ],
    [t, home, worth, store.timezone],
  );
  const add = may("promotions") ? (
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
        current: filters.state ?? "",
        onChoose: (key) => list.setFilter("state", key || null),
        views: [
          { key: "", label: t("view_all") },
          ...(["active", "scheduled", "expired", "off"] as const).map((key) => ({
            key,
            label: t(`view_${key}`),
          })),
        ],
      }}
      placeholder={t("search")}
      count={(total) => t("count", { count: total })}
      query={discounts}
      id="discounts"
      columns={columns}
      rowId={(row) => row.id}
      rowName={(row) => row.code ?? row.name}
      onOpen={(row) => router.push(`${home}/${row.id}`)}
      list={list}
      card={(row) => (
        <span className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-3 text-13">
          <Link href={`${home}/${row.id}`} className="truncate rounded-xs font-medium">
            {row.code ?? row.name}
          </Link>
          <StateMark state={row.state} />
          <span className="text-subtle">{worth(row)}</span>
          <span className="num text-end text-subtle">{t("used_times", { count: row.used })}</span>
        </span>
      )}
      empty={
        filters.state ? (
          <EmptyState title={t("empty_view")}>{t("empty_view_body")}</EmptyState>
        ) : (
          <EmptyState drawing={<ShelfDrawing />} title={t("empty_title")} actions={add}>
            {t(may("promotions") ? "empty_body" : "empty_viewer")}
          </EmptyState>
        )
      }
    />
  );
}
