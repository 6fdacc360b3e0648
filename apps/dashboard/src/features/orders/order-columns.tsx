"use client";

import type { Column } from "@ecomm/ui/data-table";
import { useTexts } from "@ecomm/ui/i18n";
import { dayOf, formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Badge } from "@ecomm/ui/status";
import Link from "next/link";
import { useMemo } from "react";
import type { OrderRow } from "@/api/orders";
import type { Store } from "@/api/stores";
import { listTexts } from "./list-texts";
import { FulfilmentStatus, OrderStatus, PaymentStatus } from "./status";

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

/** The columns of the order table; people choose among them. */
export function useOrderColumns(store: Store): Column<OrderRow>[] {
  const t = useTexts(listTexts);
  return useMemo(
    () => [
      {
        id: "number",
        header: t("col_number"),
        sort: "number",
        sortFirst: "desc",
        width: "120px",
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
          <span className="block truncate" title={row.email}>
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
        width: "148px",
        hangingGlyph: true,
        cell: (row) => <PaymentStatus status={row.payment_status} />,
      },
      {
        id: "fulfilment",
        header: t("fulfilment"),
        width: "148px",
        hangingGlyph: true,
        cell: (row) => <State row={row} />,
      },
      {
        id: "tags",
        header: t("col_tags"),
        width: "136px",
        from: "xl",
        cell: (row) => (
          <span className="block truncate text-muted" title={row.tags.join(", ")}>
            {row.tags.join(", ")}
          </span>
        ),
      },
      {
        id: "items",
        header: t("col_items"),
        align: "end",
        width: "64px",
        from: "lg",
        cell: (row) => <span className="text-muted">{row.items}</span>,
      },
      {
        id: "total",
        header: t("col_total"),
        sort: "total",
        sortFirst: "desc",
        align: "end",
        width: "112px",
        cell: (row) => <span className="font-medium">{formatMoney(row.total, t.locale)}</span>,
      },
    ],
    [t, store],
  );
}

/** An order on a phone. */
export function OrderCard({ row, store }: { row: OrderRow; store: Store }) {
  const t = useTexts(listTexts);
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1.5 text-13">
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
