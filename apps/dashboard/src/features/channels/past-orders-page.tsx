"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, DataTable, TableToolbar, useListState } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Page, PageHeader } from "@ecomm/ui/panel";
import { EmptyState } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { type ReactNode, useMemo, useState } from "react";
import { type PastOrderRow, pastOrdersQuery } from "@/api/channels";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { PastStatus, Source } from "./status";
import { channelsTexts } from "./texts";

const PastOrderSheet = dynamic(
  () => import("./past-order-sheet").then((part) => part.PastOrderSheet),
  { ssr: false },
);

const LIST = { sort: "", sorts: [], filters: {} } as const;
const PER_PAGE = 20;

/** What other shops sold, before they were taken over. */
export function PastOrdersPage() {
  const t = useTexts(channelsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const list = useListState(LIST);
  const { page, search } = list.state;
  const orders = useQuery(
    pastOrdersQuery(store.id, { ...(search ? { search } : {}), page, per_page: PER_PAGE }),
  );
  const [shown, setShown] = useState<string | null>(null);
  const [columnChoice, setColumnChoice] = useState<ReactNode>(null);
  const columns = useColumns(setShown);
  const total = orders.data?.page.total;
  const home = `/stores/${store.id}/channels`;
  const bare = total === 0 && !search;
  return (
    <Page>
      <PageHeader
        title={t("past")}
        count={search ? undefined : total}
        sub={t("p_lead")}
        actions={
          bare ? null : (
            <Button asChild>
              <Link href={home}>{t("p_to_channels")}</Link>
            </Button>
          )
        }
      />
      <TableToolbar
        list={list}
        placeholder={t("p_search")}
        end={
          <>
            {total === undefined ? null : <span className="num">{t("p_count", { total })}</span>}
            {columnChoice}
          </>
        }
      />
      <DataTable
        id="past-orders"
        label={t("past")}
        columns={columns}
        rows={orders.data?.items}
        page={orders.data?.page}
        stale={orders.isPlaceholderData}
        error={loadError(orders, shell)}
        rowId={(row) => row.id}
        rowName={(row) => row.number}
        onOpen={(row) => setShown(row.id)}
        list={list}
        onColumnChoice={setColumnChoice}
        card={(row) => <PastOrderCard row={row} />}
        empty={
          search ? (
            <EmptyState title={t("p_none_found")} />
          ) : (
            <EmptyState
              drawing={<TrayDrawing />}
              title={t("p_none")}
              actions={
                <Button asChild variant="primary">
                  <Link href={home}>{t("p_to_channels")}</Link>
                </Button>
              }
            >
              {t("p_none_body")}
            </EmptyState>
          )
        }
      />
      {shown ? <PastOrderSheet id={shown} onClose={() => setShown(null)} /> : null}
    </Page>
  );
}

function useColumns(open: (id: string) => void): Column<PastOrderRow>[] {
  const t = useTexts(channelsTexts);
  const store = useStore();
  return useMemo(
    () => [
      {
        id: "number",
        header: t("p_number"),
        width: "130px",
        hideable: false,
        cell: (row) => (
          <button
            type="button"
            className="num max-w-full truncate rounded-xs font-medium hover:text-accent"
            aria-label={t("p_open", { number: row.number })}
            onClick={() => open(row.id)}
          >
            {row.number}
          </button>
        ),
      },
      {
        id: "buyer",
        header: t("p_buyer"),
        cell: (row) => (
          <span className="block truncate text-muted">{row.email || t("p_nobody")}</span>
        ),
      },
      {
        id: "source",
        header: t("p_from"),
        width: "130px",
        from: "lg",
        cell: (row) => <Source order={row} />,
      },
      {
        id: "state",
        header: t("p_state"),
        width: "150px",
        cell: (row) => <PastStatus order={row} />,
      },
      {
        id: "total",
        header: t("p_total"),
        width: "130px",
        align: "end",
        cell: (row) => <span className="num">{formatMoney(row.total, t.locale)}</span>,
      },
      {
        id: "placed",
        header: t("p_placed"),
        width: "150px",
        align: "end",
        cell: (row) => (
          <time dateTime={row.placed_at} className="num whitespace-nowrap text-subtle">
            {formatDate(row.placed_at, "dayYear", t.locale, store.timezone)}
          </time>
        ),
      },
    ],
    [t, store, open],
  );
}

function PastOrderCard({ row }: { row: PastOrderRow }) {
  const t = useTexts(channelsTexts);
  const store = useStore();
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1.5 text-13">
      <span className="num truncate font-medium">{row.number}</span>
      <span className="num">{formatMoney(row.total, t.locale)}</span>
      <span className="truncate text-12 text-muted">{row.email || t("p_nobody")}</span>
      <span className="num text-end text-12 text-subtle">
        {formatDate(row.placed_at, "dayYear", t.locale, store.timezone)}
      </span>
      <PastStatus order={row} />
    </span>
  );
}
