"use client";

import { Button } from "@ecomm/ui/button";
import { useListState } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { dayOf } from "@ecomm/ui/lib/dates";
import { EmptyState } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type OrderFilter, ordersExportHref, ordersKey, ordersQuery } from "@/api/orders";
import { invoicesHref, issueInvoices, slipsHref } from "@/api/papers";
import { paperTexts } from "@/features/papers/texts";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import type { BulkKind } from "./bulk-orders";
import { placedRange } from "./date-filter";
import { listTexts } from "./list-texts";
import { OrderCard, useOrderColumns } from "./order-columns";
import { FULFILMENTS, OrderFilters, PAYMENTS } from "./order-filters";

const BulkOrdersDialog = dynamic(() => import("./bulk-orders").then((m) => m.BulkOrdersDialog));

const PER_PAGE = 25;

export const VIEWS = ["unfulfilled", "unpaid", "open", "on_hold", "returns", "closed"] as const;

/** Drafts are no orders yet: they have a page of their own. */
const DRAFTS = "drafts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

const LIST = {
  sort: "-placed",
  sorts: ["placed", "total", "number"],
  filters: {
    view: VIEWS,
    payment_status: PAYMENTS,
    fulfilment_status: FULFILMENTS,
    test: ["true", "false"],
    tag: null,
    country: /^[A-Z]{2}$/,
    placed: ["today", "7d", "30d", "90d"],
    from: DAY,
    to: DAY,
  },
  views: ["view"],
} as const;

const BULK: readonly BulkKind[] = ["ship", "add_tags", "remove_tags", "hold", "release"];

/** All orders of the store. */
export function OrdersPage() {
  const t = useTexts(listTexts);
  const store = useStore();
  const router = useRouter();
  const client = useQueryClient();
  const may = useMay();
  const paper = useTexts(paperTexts);
  const shell = useTexts(shellTexts);
  const issue = useMutation({
    mutationFn: (ids: string[]) => issueInvoices(store.id, ids),
    onSuccess: (_, ids) => window.location.assign(invoicesHref(store.id, ids)),
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const list = useListState(LIST);
  const [asking, setAsking] = useState<{ kind: BulkKind; ids: string[] } | null>(null);
  const { search, sort, page, filters } = list.state;
  const { view = "", test, placed: _placed, from: _from, to: _to, ...plain } = filters;
  const filter: OrderFilter = {
    ...plain,
    ...placedRange(filters, dayOf(new Date(), store.timezone), store.timezone),
    ...(view ? { view } : {}),
    ...(test ? { test: test === "true" } : {}),
    ...(search ? { search } : {}),
  };
  const orders = useQuery(
    ordersQuery(store.id, {
      ...filter,
      ...(sort === LIST.sort ? {} : { sort }),
      page,
      per_page: PER_PAGE,
    }),
  );
  const columns = useOrderColumns(store);
  const home = `/stores/${store.id}/orders`;
  const ask = (kind: BulkKind) => ({
    key: kind,
    label: t(`bulk_${kind}`),
    run: (ids: string[]) => setAsking({ kind, ids }),
  });
  const download = {
    key: "export",
    label: t("bulk_export"),
    run: (ids: string[]) => window.location.assign(ordersExportHref(store.id, { ids })),
  };
  const slips = {
    key: "slips",
    label: paper("slip_bulk"),
    run: (ids: string[]) => window.location.assign(slipsHref(store.id, ids)),
  };
  const invoices = {
    key: "invoices",
    label: paper("invoice_bulk"),
    run: (ids: string[]) => issue.mutate(ids),
  };
  return (
    <>
      <ListPage
        title={t("title")}
        actions={
          <Button asChild>
            <a href={ordersExportHref(store.id, filter)} download>
              {t("export")}
            </a>
          </Button>
        }
        views={{
          label: t("views"),
          current: view,
          onChoose: (key) =>
            key === DRAFTS
              ? router.push(`/stores/${store.id}/drafts`)
              : list.setFilter("view", key || null),
          views: [
            { key: "", label: t("view_all") },
            ...VIEWS.map((key) => ({ key, label: t(`view_${key}`) })),
            { key: DRAFTS, label: t("view_drafts") },
          ],
        }}
        placeholder={t("search")}
        count={(total) => t("count", { count: total })}
        query={orders}
        filters={<OrderFilters storeId={store.id} list={list} />}
        id="orders"
        columns={columns}
        rowId={(row) => row.id}
        rowName={(row) => t("order", { number: row.number })}
        onOpen={(row) => router.push(`${home}/${row.id}`)}
        list={list}
        bulk={
          may("orders")
            ? [...BULK.map(ask), slips, invoices, download, ask("cancel")]
            : [slips, download]
        }
        card={(row) => <OrderCard row={row} store={store} />}
        empty={
          view ? (
            <EmptyState title={t("empty_view_title")}>
              {t(view === "unfulfilled" ? "empty_unfulfilled" : "empty_other")}
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
      {asking ? (
        <BulkOrdersDialog
          storeId={store.id}
          kind={asking.kind}
          ids={asking.ids}
          rows={orders.data?.items ?? []}
          onClose={() => setAsking(null)}
          onDone={() => client.invalidateQueries({ queryKey: ordersKey(store.id) })}
        />
      ) : null}
    </>
  );
}
