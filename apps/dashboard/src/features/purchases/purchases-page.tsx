"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, useListState } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { dayOf, formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { EmptyState } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { type PurchaseRow, purchasesQuery } from "@/api/purchases";
import type { Store } from "@/api/stores";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { Flag, PurchaseState } from "./status";
import { purchaseTexts } from "./texts";
import { ageText, useNow } from "./use-age";

const VIEWS = ["attention", "waiting", "unknown", "placed", "ended"] as const;
const LIST = {
  sort: "-created",
  sorts: [],
  filters: { view: VIEWS, supplier: /^[0-9a-f-]{36}$/ },
  views: ["view"],
} as const;
const PER_PAGE = 25;
/** What ended without being bought costs nothing. */
const ENDED: ReadonlySet<PurchaseRow["status"]> = new Set(["rejected", "cancelled"]);

/** The store's purchase orders, each with where it stands and what comes next. */
export function PurchasesPage() {
  const t = useTexts(purchaseTexts);
  const store = useStore();
  const router = useRouter();
  const list = useListState(LIST);
  const { search, page, filters } = list.state;
  const view = VIEWS.find((name) => name === filters.view);
  const purchases = useQuery({
    ...purchasesQuery(store.id, {
      ...(view ? { view } : {}),
      ...(search ? { search } : {}),
      ...(filters.supplier ? { supplier_id: filters.supplier } : {}),
      page,
      per_page: PER_PAGE,
    }),
    // Suppliers answer while one looks.
    refetchInterval: 15_000,
  });
  const home = `/stores/${store.id}`;
  const columns = usePurchaseColumns(store);
  return (
    <ListPage
      title={t("title")}
      views={{
        label: t("views"),
        current: view ?? "",
        onChoose: (key) => list.setFilter("view", key || null),
        views: [
          { key: "", label: t("view_all") },
          ...VIEWS.map((key) => ({ key, label: t(`view_${key}`) })),
        ],
      }}
      placeholder={t("search")}
      count={(total) => t("count", { count: total })}
      filters={
        filters.supplier ? (
          <Button size="sm" onClick={() => list.setFilter("supplier", null)}>
            {t("from_supplier")}
            <X aria-hidden />
          </Button>
        ) : null
      }
      query={purchases}
      id="purchases"
      columns={columns}
      rowId={(row) => row.id}
      rowName={(row) => t("number", { number: String(row.number) })}
      onOpen={(row) => router.push(`${home}/purchase-orders/${row.id}`)}
      list={list}
      card={(row) => <PurchaseCard row={row} store={store} />}
      empty={
        view ? (
          <EmptyState title={t(`empty_${view}`)}>{t(`empty_${view}_body`)}</EmptyState>
        ) : (
          <EmptyState
            drawing={<TrayDrawing />}
            title={t("empty_title")}
            actions={
              <Button asChild variant="primary">
                <Link href={`${home}/suppliers`}>{t("empty_action")}</Link>
              </Button>
            }
          >
            {t("empty_body")}
          </EmptyState>
        )
      }
    />
  );
}

/** What comes next, and when where that is known. */
function Next({ row, store }: { row: PurchaseRow; store: Store }) {
  const t = useTexts(purchaseTexts);
  const when = (at: string) => {
    const same = dayOf(at, store.timezone) === dayOf(new Date(), store.timezone);
    const time = formatDate(at, "time", t.locale, store.timezone);
    return same ? time : `${formatDate(at, "day", t.locale, store.timezone)}, ${time}`;
  };
  const due =
    row.due_at && row.status === "unknown"
      ? t("next_look", { when: when(row.due_at) })
      : row.due_at && row.status === "queued" && !row.reason
        ? t("sent_at", { when: when(row.due_at) })
        : null;
  const words =
    due ??
    row.next_step ??
    t(row.flagged ? "ask_supplier" : "nothing_to_do", { name: row.supplier_name });
  return (
    <span className="line-clamp-2 text-12 wrap-anywhere text-muted" title={row.detail ?? undefined}>
      {words}
    </span>
  );
}

function Cost({ row }: { row: PurchaseRow }) {
  const t = useTexts(purchaseTexts);
  return (
    <span className="grid justify-items-end">
      <span className="font-medium">
        {formatMoney({ amount: row.total, currency: row.currency }, t.locale)}
      </span>
      {row.booked || ENDED.has(row.status) ? null : (
        <span className="text-12 text-subtle">{t("expected")}</span>
      )}
    </span>
  );
}

function PurchaseCard({ row, store }: { row: PurchaseRow; store: Store }) {
  const t = useTexts(purchaseTexts);
  const home = `/stores/${store.id}`;
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1.5 text-13">
      <span className="min-w-0 truncate">
        <Link href={`${home}/purchase-orders/${row.id}`} className="num rounded-xs font-medium">
          {t("number", { number: String(row.number) })}
        </Link>{" "}
        <span className="text-muted">{row.supplier_name}</span>
      </span>
      <span className="num text-end font-medium">
        {formatMoney({ amount: row.total, currency: row.currency }, t.locale)}
      </span>
      <span className="flex flex-wrap gap-x-3">
        <PurchaseState status={row.status} />
        <Flag flagged={row.flagged} />
      </span>
      <span className="num text-end text-subtle">{ageText(row.created_at, t, Date.now())}</span>
      <span className="col-span-2">
        <Next row={row} store={store} />
      </span>
    </span>
  );
}

function usePurchaseColumns(store: Store): Column<PurchaseRow>[] {
  const t = useTexts(purchaseTexts);
  const now = useNow(60_000);
  const home = `/stores/${store.id}`;
  return useMemo(
    () => [
      {
        id: "number",
        header: t("col_number"),
        width: "112px",
        hideable: false,
        cell: (row) => (
          <Link
            href={`${home}/purchase-orders/${row.id}`}
            className="num rounded-xs font-medium hover:text-accent"
          >
            {t("number", { number: String(row.number) })}
          </Link>
        ),
      },
      {
        id: "state",
        header: t("col_state"),
        width: "176px",
        hangingGlyph: true,
        cell: (row) => (
          <span className="grid justify-items-start">
            <PurchaseState status={row.status} />
            <Flag flagged={row.flagged} />
          </span>
        ),
      },
      {
        id: "supplier",
        header: t("col_supplier"),
        width: "168px",
        cell: (row) => (
          <Link
            href={`${home}/suppliers/${row.supplier_id}`}
            className="block truncate rounded-xs hover:text-accent"
            title={row.supplier_name}
          >
            {row.supplier_name}
          </Link>
        ),
      },
      {
        id: "order",
        header: t("col_order"),
        width: "96px",
        from: "lg",
        cell: (row) => (
          <Link
            href={`${home}/orders/${row.order_id}`}
            className="num rounded-xs hover:text-accent"
          >
            {row.order_number}
          </Link>
        ),
      },
      {
        id: "next",
        header: t("col_next"),
        from: "lg",
        cell: (row) => <Next row={row} store={store} />,
      },
      {
        id: "cost",
        header: t("col_cost"),
        align: "end",
        width: "112px",
        cell: (row) => <Cost row={row} />,
      },
      {
        id: "age",
        header: t("col_age"),
        align: "end",
        width: "80px",
        cell: (row) => (
          <time dateTime={row.created_at} className="num whitespace-nowrap text-subtle">
            {ageText(row.created_at, t, now)}
          </time>
        ),
      },
    ],
    [t, home, store, now],
  );
}
