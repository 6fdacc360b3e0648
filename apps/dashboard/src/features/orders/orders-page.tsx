"use client";

import { Button } from "@ecomm/ui/button";
import {
  type Column,
  DataTable,
  FilterChip,
  FilterMenu,
  TableToolbar,
  useListState,
} from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { dayOf, formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Page, PageHeader } from "@ecomm/ui/panel";
import { EmptyState } from "@ecomm/ui/states";
import { Badge } from "@ecomm/ui/status";
import { ViewTabs } from "@ecomm/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { type ReactNode, useMemo, useState } from "react";
import { type OrderFilter, type OrderRow, ordersQuery } from "@/api/orders";
import type { Store } from "@/api/stores";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { FulfilmentStatus, OrderStatus, PaymentStatus, statusTexts } from "./status";
import { ordersTexts } from "./texts";

const PER_PAGE = 25;

/** What a saved view asks the API for. */
const VIEWS: Record<string, OrderFilter> = {
  "to-ship": { status: "open", payment_status: "paid", fulfilment_status: "unfulfilled" },
  unpaid: { payment_status: "unpaid" },
  done: { fulfilment_status: "fulfilled" },
  cancelled: { status: "cancelled" },
};

const PAYMENTS = ["unpaid", "authorized", "paid", "partially_refunded", "refunded"] as const;
const FULFILMENTS = ["unfulfilled", "partial", "fulfilled", "returned"] as const;

const LIST = {
  sort: "-placed",
  sorts: ["placed", "total"],
  filters: {
    view: Object.keys(VIEWS),
    payment_status: PAYMENTS,
    fulfilment_status: FULFILMENTS,
    test: ["true", "false"],
  },
  views: ["view"],
} as const;

/** All orders of the store. */
export function OrdersPage() {
  const t = useTexts(ordersTexts);
  const words = useTexts(statusTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const router = useRouter();
  const list = useListState(LIST);
  const [columnChoice, setColumnChoice] = useState<ReactNode>(null);
  const { search, sort, page, filters } = list.state;
  const { view = "", test, ...plain } = filters;
  const orders = useQuery(
    ordersQuery(store.id, {
      ...plain,
      ...VIEWS[view],
      ...(test ? { test: test === "true" } : {}),
      ...(search ? { search } : {}),
      ...(sort === LIST.sort ? {} : { sort }),
      page,
      per_page: PER_PAGE,
    }),
  );
  const columns = useOrderColumns(store);
  const home = `/stores/${store.id}/orders`;
  const total = orders.data?.page.total;
  return (
    <Page>
      <PageHeader title={t("title")} count={list.narrowed ? undefined : total} />
      <ViewTabs
        label={t("views")}
        current={view}
        onChoose={(key) => list.setFilter("view", key || null)}
        views={[
          { key: "", label: t("view_all") },
          { key: "to-ship", label: t("view_ship") },
          { key: "unpaid", label: t("view_unpaid") },
          { key: "done", label: t("view_done") },
          { key: "cancelled", label: t("view_cancelled") },
        ]}
      />
      <TableToolbar
        list={list}
        placeholder={t("search")}
        end={
          <>
            {total === undefined ? null : (
              <span className="num">{t("count", { count: total })}</span>
            )}
            {columnChoice}
          </>
        }
      >
        {filters.payment_status ? (
          <FilterChip
            name={t("payment")}
            value={
              words.has(`pay_${filters.payment_status}`)
                ? words(`pay_${filters.payment_status}` as "pay_paid")
                : filters.payment_status
            }
            onRemove={() => list.setFilter("payment_status", null)}
          />
        ) : null}
        {filters.fulfilment_status ? (
          <FilterChip
            name={t("fulfilment")}
            value={
              words.has(`ful_${filters.fulfilment_status}`)
                ? words(`ful_${filters.fulfilment_status}` as "ful_partial")
                : filters.fulfilment_status
            }
            onRemove={() => list.setFilter("fulfilment_status", null)}
          />
        ) : null}
        {test ? (
          <FilterChip
            name={t("orders_kind")}
            value={t(test === "true" ? "only_test" : "no_test")}
            onRemove={() => list.setFilter("test", null)}
          />
        ) : null}
        <FilterMenu
          label={t("filter")}
          list={list}
          choices={[
            {
              name: "payment_status",
              label: t("payment"),
              options: PAYMENTS.map((value) => ({ value, label: words(`pay_${value}`) })),
            },
            {
              name: "fulfilment_status",
              label: t("fulfilment"),
              options: FULFILMENTS.map((value) => ({ value, label: words(`ful_${value}`) })),
            },
            {
              name: "test",
              label: t("orders_kind"),
              options: [
                { value: "true", label: t("only_test") },
                { value: "false", label: t("no_test") },
              ],
            },
          ]}
        />
      </TableToolbar>
      <DataTable
        id="orders"
        label={t("title")}
        columns={columns}
        rows={orders.data?.items}
        rowId={(row) => row.id}
        rowName={(row) => t("order", { number: row.number })}
        onOpen={(row) => router.push(`${home}/${row.id}`)}
        list={list}
        page={orders.data?.page}
        stale={orders.isPlaceholderData}
        error={loadError(orders, shell)}
        onColumnChoice={setColumnChoice}
        card={(row) => <OrderCard row={row} store={store} />}
        empty={
          view ? (
            <EmptyState title={t("empty_view_title")}>
              {t(view === "to-ship" ? "empty_view_ship" : "empty_view_other")}
            </EmptyState>
          ) : (
            <EmptyState
              drawing={<TrayDrawing />}
              title={t("empty_title")}
              actions={
                <Button asChild variant="primary">
                  <a href={store.storefront_url} target="_blank" rel="noreferrer">
                    <ExternalLink aria-hidden />
                    {t("empty_action")}
                  </a>
                </Button>
              }
            >
              {t("empty_body")}
            </EmptyState>
          )
        }
      />
    </Page>
  );
}

/** Today's orders by the clock, older ones by the day. */
function when(row: OrderRow, store: Store, locale: string): string {
  const today = dayOf(new Date(), store.timezone);
  const same = dayOf(row.placed_at, store.timezone) === today;
  const day = formatDate(row.placed_at, "day", locale, store.timezone);
  const time = formatDate(row.placed_at, "time", locale, store.timezone);
  return same ? time : `${day}, ${time}`;
}

function State({ row }: { row: OrderRow }) {
  return ["cancelled", "on_hold", "expired"].includes(row.status) ? (
    <OrderStatus status={row.status} />
  ) : (
    <FulfilmentStatus status={row.fulfilment_status} />
  );
}

function useOrderColumns(store: Store): Column<OrderRow>[] {
  const t = useTexts(ordersTexts);
  return useMemo(
    () => [
      {
        id: "number",
        header: t("col_number"),
        width: "128px",
        hideable: false,
        cell: (row) => (
          <span className="num flex items-center gap-2">
            <Link
              href={`/stores/${store.id}/orders/${row.id}`}
              className="rounded-xs font-medium hover:text-accent"
            >
              {row.number}
            </Link>
            {row.test ? <Badge>{t("test")}</Badge> : null}
          </span>
        ),
      },
      {
        id: "placed",
        header: t("col_placed"),
        sort: "placed",
        sortFirst: "desc",
        width: "128px",
        cell: (row) => (
          <time dateTime={row.placed_at} className="num whitespace-nowrap text-subtle">
            {when(row, store, t.locale)}
          </time>
        ),
      },
      {
        id: "customer",
        header: t("col_customer"),
        cell: (row) => (
          <span className="block truncate">
            {row.customer_name}{" "}
            <span className="text-subtle max-lg:hidden">
              {row.city}, {row.country}
            </span>
          </span>
        ),
      },
      {
        id: "payment",
        header: t("payment"),
        width: "152px",
        cell: (row) => <PaymentStatus status={row.payment_status} />,
      },
      {
        id: "fulfilment",
        header: t("fulfilment"),
        width: "152px",
        cell: (row) => <State row={row} />,
      },
      {
        id: "items",
        header: t("col_items"),
        align: "end",
        width: "72px",
        from: "lg",
        cell: (row) => <span className="text-muted">{row.items}</span>,
      },
      {
        id: "total",
        header: t("col_total"),
        sort: "total",
        sortFirst: "desc",
        align: "end",
        width: "120px",
        cell: (row) => <span className="font-medium">{formatMoney(row.total, t.locale)}</span>,
      },
    ],
    [t, store],
  );
}

/** An order on a phone. */
function OrderCard({ row, store }: { row: OrderRow; store: Store }) {
  const t = useTexts(ordersTexts);
  return (
    <span className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-1.5 text-13">
      <span className="min-w-0 truncate">
        <Link href={`/stores/${store.id}/orders/${row.id}`} className="num rounded-xs font-medium">
          {row.number}
        </Link>{" "}
        {row.customer_name}
      </span>
      <span className="num text-end font-medium">{formatMoney(row.total, t.locale)}</span>
      <span className="flex flex-wrap gap-x-3">
        <PaymentStatus status={row.payment_status} />
        <State row={row} />
      </span>
      <span className="num text-end text-12 text-subtle">
        {row.test ? <Badge>{t("test")}</Badge> : null} {when(row, store, t.locale)}
      </span>
    </span>
  );
}
