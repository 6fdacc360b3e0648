"use client";

import { type Column, useListState } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { EmptyState } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { type DisputeRow, disputesQuery } from "@/api/payments";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { DisputeState } from "./status";
import { disputesTexts } from "./texts";

const STATES = ["open", "closed"] as const;
const LIST = {
  sort: "-opened",
  sorts: ["-opened"],
  filters: { status: STATES },
  views: ["status"],
} as const;
const PER_PAGE = 25;

/** Payments that shoppers' banks asked back, those that want an answer first. */
export function DisputesPage() {
  const t = useTexts(disputesTexts);
  const store = useStore();
  const router = useRouter();
  const list = useListState(LIST);
  const { search, page, filters } = list.state;
  const disputes = useQuery(
    disputesQuery(store.id, {
      ...(filters.status ? { status: filters.status } : {}),
      ...(search ? { search } : {}),
      page,
      per_page: PER_PAGE,
    }),
  );
  const home = `/stores/${store.id}/disputes`;
  const columns = useMemo<Column<DisputeRow>[]>(
    () => [
      {
        id: "dispute",
        header: t("col_dispute"),
        hideable: false,
        cell: (row) => (
          <Link href={`${home}/${row.id}`} className="rounded-xs font-medium hover:text-accent">
            {disputeName(row, t)}
          </Link>
        ),
      },
      {
        id: "state",
        header: t("col_state"),
        width: "240px",
        cell: (row) => <DisputeState dispute={row} />,
      },
      {
        id: "amount",
        header: t("col_amount"),
        align: "end",
        width: "128px",
        cell: (row) => formatMoney(row.amount, t.locale),
      },
      {
        id: "due",
        header: t("col_due"),
        align: "end",
        width: "132px",
        cell: (row) =>
          row.due_by ? formatDate(row.due_by, "dayYear", t.locale, store.timezone) : null,
      },
      {
        id: "opened",
        header: t("col_opened"),
        align: "end",
        width: "132px",
        from: "lg",
        cell: (row) => (
          <span className="text-muted">
            {formatDate(row.opened_at, "dayYear", t.locale, store.timezone)}
          </span>
        ),
      },
    ],
    [t, home, store.timezone],
  );
  return (
    <ListPage
      title={t("title")}
      views={{
        label: t("views"),
        current: filters.status ?? "",
        onChoose: (key) => list.setFilter("status", key || null),
        views: [
          { key: "", label: t("view_all") },
          ...STATES.map((key) => ({ key, label: t(`view_${key}`) })),
        ],
      }}
      placeholder={t("search")}
      count={(total) => t("count", { count: total })}
      query={disputes}
      id="disputes"
      columns={columns}
      rowId={(row) => row.id}
      rowName={(row) => disputeName(row, t)}
      onOpen={(row) => router.push(`${home}/${row.id}`)}
      list={list}
      card={(row) => (
        <span className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1.5 text-13">
          <Link href={`${home}/${row.id}`} className="rounded-xs font-medium">
            {disputeName(row, t)}
          </Link>
          <span className="num text-end">{formatMoney(row.amount, t.locale)}</span>
          <DisputeState dispute={row} />
          <span className="text-12 text-subtle">
            {row.due_by ? formatDate(row.due_by, "dayYear", t.locale, store.timezone) : null}
          </span>
        </span>
      )}
      empty={
        filters.status ? (
          <EmptyState title={t("empty_view")}>{t("empty_view_body")}</EmptyState>
        ) : (
          <EmptyState drawing={<TrayDrawing />} title={t("empty_title")}>
            {t("empty_body")}
          </EmptyState>
        )
      }
    />
  );
}

type Texts = ReturnType<typeof useTexts<(typeof disputesTexts)["messages"]>>;

/** What people call a dispute: its order, or that there is none. */
export function disputeName(dispute: Pick<DisputeRow, "order_number">, t: Texts): string {
  return dispute.order_number === null
    ? t("payment")
    : t("order", { number: String(dispute.order_number) });
}
