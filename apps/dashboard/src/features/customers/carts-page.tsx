"use client";

import { type Column, useListState } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { EmptyState } from "@ecomm/ui/states";
import { Badge } from "@ecomm/ui/status";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { type AbandonedCart, abandonedQuery } from "@/api/customers";
import type { Store } from "@/api/stores";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { cartsTexts } from "./texts";

const PER_PAGE = 25;
const LIST = {
  sort: "",
  sorts: [],
  filters: { state: ["open", "recovered"] },
  views: ["state"],
} as const;

/** Carts that known shoppers left behind. */
export function CartsPage() {
  const t = useTexts(cartsTexts);
  const store = useStore();
  const router = useRouter();
  const list = useListState(LIST);
  const { search, page, filters } = list.state;
  const { state = "" } = filters;
  const carts = useQuery(
    abandonedQuery(store.id, {
      ...(state ? { state } : {}),
      ...(search ? { search } : {}),
      page,
      per_page: PER_PAGE,
    }),
  );
  const columns = useColumns(store);
  const base = `/stores/${store.id}`;
  const open = (row: AbandonedCart) => {
    if (row.order_id && row.state === "recovered") router.push(`${base}/orders/${row.order_id}`);
    else if (row.customer_id) router.push(`${base}/customers/${row.customer_id}`);
    else router.push(`${base}/customers?search=${encodeURIComponent(row.email)}`);
  };
  return (
    <ListPage
      title={t("title")}
      views={{
        label: t("views"),
        current: state,
        onChoose: (key) => list.setFilter("state", key || null),
        views: [
          { key: "", label: t("view_all") },
          { key: "open", label: t("view_open") },
          { key: "recovered", label: t("view_recovered") },
        ],
      }}
      placeholder={t("search")}
      count={(total) => t("count", { count: total })}
      query={carts}
      id="abandoned-carts"
      columns={columns}
      rowId={(row) => row.id}
      rowName={(row) => row.email}
      onOpen={open}
      list={list}
      card={(row) => <CartCard row={row} store={store} />}
      empty={
        state ? (
          <EmptyState title={t("empty_view")} />
        ) : (
          <EmptyState drawing={<TrayDrawing />} title={t("empty_title")}>
            {t("empty_body")}
          </EmptyState>
        )
      }
    />
  );
}

function Reminders({ row }: { row: AbandonedCart }) {
  const t = useTexts(cartsTexts);
  return row.consent || row.reminders > 0 ? (
    <span className="num text-muted">{t("reminded", { count: row.reminders })}</span>
  ) : (
    <span className="text-subtle">{t("no_consent")}</span>
  );
}

function useColumns(store: Store): Column<AbandonedCart>[] {
  const t = useTexts(cartsTexts);
  return useMemo(
    () => [
      {
        id: "email",
        header: t("col_email"),
        hideable: false,
        cell: (row) => (
          <span className="block truncate">
            <span className="font-medium">{row.name ?? row.email}</span>{" "}
            {row.name ? <span className="text-subtle max-lg:hidden">{row.email}</span> : null}
          </span>
        ),
      },
      {
        id: "left",
        header: t("col_left"),
        width: "168px",
        cell: (row) => (
          <time dateTime={row.updated_at} className="num text-subtle">
            {formatDate(row.updated_at, "full", t.locale, store.timezone)}
          </time>
        ),
      },
      {
        id: "items",
        header: t("col_items"),
        align: "end",
        width: "80px",
        from: "lg",
        cell: (row) => <span className="text-muted">{row.items}</span>,
      },
      {
        id: "value",
        header: t("col_value"),
        align: "end",
        width: "120px",
        cell: (row) => <span className="font-medium">{formatMoney(row.value, t.locale)}</span>,
      },
      {
        id: "reminders",
        header: t("col_reminders"),
        spaced: true,
        width: "128px",
        cell: (row) => <Reminders row={row} />,
      },
      {
        id: "state",
        header: t("col_state"),
        width: "128px",
        cell: (row) =>
          row.state === "recovered" && row.order_id ? (
            <Link
              className="rounded-xs hover:text-accent"
              href={`/stores/${store.id}/orders/${row.order_id}`}
            >
              {t("recovered")}
            </Link>
          ) : (
            t(row.state)
          ),
      },
    ],
    [t, store],
  );
}

function CartCard({ row, store }: { row: AbandonedCart; store: Store }) {
  const t = useTexts(cartsTexts);
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1.5 text-13">
      <span className="min-w-0 truncate font-medium">{row.name ?? row.email}</span>
      <span className="num text-end font-medium">{formatMoney(row.value, t.locale)}</span>
      <span className="text-12">
        <Reminders row={row} />
      </span>
      <span className="num text-end text-12 text-subtle">
        {row.state === "recovered" ? <Badge>{t("recovered")}</Badge> : null}{" "}
        {formatDate(row.updated_at, "day", t.locale, store.timezone)}
      </span>
    </span>
  );
}
