"use client";

import { type Column, DataTable, type ListControls } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { EmptyState } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import {
  type ChannelLogEntry,
  type ChannelStock,
  syncLogQuery,
  syncStockQuery,
} from "@/api/channel-sync";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { StockStatus } from "./status";
import { syncTexts } from "./texts";

export const PER_PAGE = 20;

interface Shown {
  channelId: string;
  list: ListControls;
}

/** What is sold in both, and the number on each side. */
export function StockTable({ channelId, list, only }: Shown & { only: boolean }) {
  const t = useTexts(syncTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const router = useRouter();
  const stock = useQuery(
    syncStockQuery(store.id, channelId, {
      ...(only ? { out_of_step: true } : {}),
      page: list.state.page,
      per_page: PER_PAGE,
    }),
  );
  const columns = useStockColumns();
  const address = (row: ChannelStock) => `/stores/${store.id}/products/${row.product_id}`;
  return (
    <DataTable
      id="channel-stock"
      label={t(only ? "v_out" : "v_stock")}
      columns={columns}
      rows={stock.data?.items}
      page={stock.data?.page}
      stale={stock.isPlaceholderData}
      error={loadError(stock, shell)}
      rowId={(row) => row.variant_id}
      rowName={(row) => row.title}
      onOpen={(row) => router.push(address(row))}
      list={list}
      card={(row) => <StockCard row={row} />}
      empty={
        only ? (
          <EmptyState title={t("s_none_out")} />
        ) : (
          <EmptyState drawing={<TrayDrawing />} title={t("s_none")}>
            {t("s_none_body")}
          </EmptyState>
        )
      }
    />
  );
}

function Units({ value }: { value: number | null }) {
  const t = useTexts(syncTexts);
  return value === null ? (
    <span className="text-subtle">{t("s_not_counted")}</span>
  ) : (
    <span className="num">{value.toLocaleString(t.locale)}</span>
  );
}

function useStockColumns(): Column<ChannelStock>[] {
  const t = useTexts(syncTexts);
  const store = useStore();
  return useMemo(
    () => [
      {
        id: "variant",
        header: t("s_variant"),
        hideable: false,
        cell: (row) => (
          <span className="grid min-w-0">
            <Link
              href={`/stores/${store.id}/products/${row.product_id}`}
              className="truncate rounded-xs font-medium hover:text-accent"
            >
              {row.title}
            </Link>
            {row.sku ? <span className="truncate text-12 text-subtle">{row.sku}</span> : null}
          </span>
        ),
      },
      {
        id: "state",
        header: t("s_state"),
        width: "170px",
        cell: (row) => <StockStatus row={row} />,
      },
      {
        id: "ours",
        header: t("s_ours"),
        width: "120px",
        align: "end",
        cell: (row) => <Units value={row.ours} />,
      },
      {
        id: "theirs",
        header: t("s_theirs"),
        width: "120px",
        align: "end",
        cell: (row) => <Units value={row.theirs} />,
      },
      {
        id: "read",
        header: t("s_read"),
        width: "190px",
        align: "end",
        from: "lg",
        cell: (row) =>
          row.read_at ? (
            <time dateTime={row.read_at} className="num whitespace-nowrap text-subtle">
              {formatDate(row.read_at, "full", t.locale, store.timezone)}
            </time>
          ) : null,
      },
    ],
    [t, store],
  );
}

function StockCard({ row }: { row: ChannelStock }) {
  const t = useTexts(syncTexts);
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1.5 text-13">
      <span className="truncate font-medium">{row.title}</span>
      <StockStatus row={row} />
      <span className="col-span-2 flex flex-wrap gap-x-4 text-12 text-muted">
        <span>
          {t("s_ours")}: <Units value={row.ours} />
        </span>
        <span>
          {t("s_theirs")}: <Units value={row.theirs} />
        </span>
      </span>
    </span>
  );
}

/** What was done, newest first. */
export function LogTable({ channelId, list }: Shown) {
  const t = useTexts(syncTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const log = useQuery(
    syncLogQuery(store.id, channelId, { page: list.state.page, per_page: PER_PAGE }),
  );
  const columns = useLogColumns();
  return (
    <DataTable
      id="channel-log"
      label={t("v_log")}
      columns={columns}
      rows={log.data?.items}
      page={log.data?.page}
      stale={log.isPlaceholderData}
      error={loadError(log, shell)}
      rowId={(row) => row.id}
      rowName={(row) => row.title}
      list={list}
      card={(row) => <LogCard row={row} />}
      empty={<EmptyState drawing={<TrayDrawing />} title={t("l_none")} />}
    />
  );
}

function Change({ row }: { row: ChannelLogEntry }) {
  const t = useTexts(syncTexts);
  if (row.after === null) return null;
  return (
    <span className="num whitespace-nowrap">
      {row.before === null
        ? row.after.toLocaleString(t.locale)
        : t("l_change", { before: row.before, after: row.after })}
    </span>
  );
}

function useLogColumns(): Column<ChannelLogEntry>[] {
  const t = useTexts(syncTexts);
  const store = useStore();
  return useMemo(
    () => [
      {
        id: "what",
        header: t("l_what"),
        width: "220px",
        hideable: false,
        cell: (row) => t(`h_${row.what}`),
      },
      {
        id: "about",
        header: t("l_about"),
        cell: (row) => (
          <span className="grid min-w-0">
            <span className="truncate">{row.title}</span>
            {row.note ? <span className="truncate text-12 text-subtle">{row.note}</span> : null}
          </span>
        ),
      },
      {
        id: "units",
        header: t("l_units"),
        width: "120px",
        align: "end",
        cell: (row) => <Change row={row} />,
      },
      {
        id: "when",
        header: t("l_when"),
        width: "190px",
        align: "end",
        cell: (row) => (
          <time dateTime={row.at} className="num whitespace-nowrap text-subtle">
            {formatDate(row.at, "full", t.locale, store.timezone)}
          </time>
        ),
      },
    ],
    [t, store],
  );
}

function LogCard({ row }: { row: ChannelLogEntry }) {
  const t = useTexts(syncTexts);
  const store = useStore();
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1.5 text-13">
      <span className="truncate font-medium">{t(`h_${row.what}`)}</span>
      <span className="text-end">
        <Change row={row} />
      </span>
      <span className="truncate text-12 text-muted">
        {row.note ? `${row.title} · ${row.note}` : row.title}
      </span>
      <span className="num text-end text-12 text-subtle">
        {formatDate(row.at, "full", t.locale, store.timezone)}
      </span>
    </span>
  );
}
