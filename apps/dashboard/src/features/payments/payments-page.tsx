"use client";

import { Button } from "@ecomm/ui/button";
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
import { type Payment, paymentsQuery } from "@/api/payments";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { AttemptState } from "./status";
import { paymentsTexts } from "./texts";

const STATES = ["succeeded", "open", "failed", "refunded", "disputed"] as const;
const LIST = {
  sort: "-created",
  sorts: ["-created"],
  filters: { state: STATES },
  views: ["state"],
} as const;
const PER_PAGE = 25;

/** Every attempt to pay in this store. */
export function PaymentsPage() {
  const t = useTexts(paymentsTexts);
  const store = useStore();
  const router = useRouter();
  const list = useListState(LIST);
  const { search, page, filters } = list.state;
  const payments = useQuery(
    paymentsQuery(store.id, {
      ...(filters.state ? { state: filters.state } : {}),
      ...(search ? { search } : {}),
      page,
      per_page: PER_PAGE,
    }),
  );
  const home = `/stores/${store.id}`;
  const columns = useMemo<Column<Payment>[]>(
    () => [
      {
        id: "who",
        header: t("col_who"),
        hideable: false,
        cell: (row) => <span className="block truncate font-medium">{row.email}</span>,
      },
      {
        id: "order",
        header: t("col_order"),
        width: "132px",
        cell: (row) => <OrderLink payment={row} home={home} />,
      },
      {
        id: "state",
        header: t("col_state"),
        width: "250px",
        cell: (row) => <AttemptState payment={row} />,
      },
      {
        id: "provider",
        header: t("col_provider"),
        width: "128px",
        from: "lg",
        cell: (row) => <span className="text-muted">{providerName(row.provider, t)}</span>,
      },
      {
        id: "amount",
        header: t("col_amount"),
        align: "end",
        width: "128px",
        cell: (row) => formatMoney(row.amount, t.locale),
      },
      {
        id: "when",
        header: t("col_when"),
        align: "end",
        width: "132px",
        from: "lg",
        cell: (row) => (
          <span className="text-muted">
            {formatDate(row.created_at, "dayYear", t.locale, store.timezone)}
          </span>
        ),
      },
    ],
    [t, home, store.timezone],
  );
  return (
    <ListPage
      title={t("title")}
      actions={
        <Button asChild>
          <Link href={`${home}/payments/settings`}>{t("settings")}</Link>
        </Button>
      }
      views={{
        label: t("views"),
        current: filters.state ?? "",
        onChoose: (key) => list.setFilter("state", key || null),
        views: [
          { key: "", label: t("view_all") },
          ...STATES.map((key) => ({ key, label: t(`view_${key}`) })),
        ],
      }}
      placeholder={t("search")}
      count={(total) => t("count", { count: total })}
      query={payments}
      id="payments"
      columns={columns}
      rowId={(row) => row.id}
      rowName={(row) => row.email}
      onOpen={(row) => {
        if (row.order_id) router.push(`${home}/orders/${row.order_id}`);
      }}
      list={list}
      card={(row) => (
        <span className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1.5 text-13">
          <span className="truncate font-medium">{row.email}</span>
          <span className="num text-end">{formatMoney(row.amount, t.locale)}</span>
          <AttemptState payment={row} />
          <OrderLink payment={row} home={home} />
        </span>
      )}
      empty={
        filters.state ? (
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

function OrderLink({ payment, home }: { payment: Payment; home: string }) {
  const t = useTexts(paymentsTexts);
  if (!payment.order_id) return <span className="text-subtle">{t("no_order")}</span>;
  return (
    <Link href={`${home}/orders/${payment.order_id}`} className="num rounded-xs hover:text-accent">
      {t("order", { number: String(payment.order_number ?? "") })}
    </Link>
  );
}

/** A provider as people call it. */
function providerName(name: string, t: (key: "provider_stripe" | "provider_mock") => string) {
  return name === "stripe" || name === "mock" ? t(`provider_${name}`) : name;
}
