"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { type Column, DataTable, type ListControls } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { EmptyState } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { type ChannelOrder, syncKey, syncOrdersQuery, waiveOversold } from "@/api/channel-sync";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { OrderStatus } from "./status";
import { PER_PAGE } from "./tables";
import { syncTexts } from "./texts";

const SHOWN = 3;

/** Orders of the other shop, and what they took here. */
export function OrdersTable({
  channelId,
  list,
  oversold,
}: {
  channelId: string;
  list: ListControls;
  oversold: boolean;
}) {
  const t = useTexts(syncTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const [asking, setAsking] = useState<ChannelOrder | null>(null);
  const orders = useQuery(
    syncOrdersQuery(store.id, channelId, {
      ...(oversold ? { oversold: true } : {}),
      page: list.state.page,
      per_page: PER_PAGE,
    }),
  );
  const act = useMutation({
    mutationFn: (order: ChannelOrder) => waiveOversold(store.id, channelId, order.id),
    onSuccess: async (order) => {
      await client.invalidateQueries({ queryKey: syncKey(store.id, channelId) });
      setAsking(null);
      toast.success(t("o_waived_toast", { number: order.number }));
    },
  });
  const columns = useColumns(setAsking);
  return (
    <>
      <DataTable
        id="channel-orders"
        label={t(oversold ? "v_oversold" : "v_orders")}
        columns={columns}
        rows={orders.data?.items}
        page={orders.data?.page}
        stale={orders.isPlaceholderData}
        error={loadError(orders, shell)}
        rowId={(row) => row.id}
        rowName={(row) => row.number}
        list={list}
        card={(row) => <OrderCard row={row} onWaive={setAsking} />}
        empty={
          oversold ? (
            <EmptyState title={t("o_none_oversold")} />
          ) : (
            <EmptyState drawing={<TrayDrawing />} title={t("o_none")}>
              {t("o_none_body")}
            </EmptyState>
          )
        }
      />
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => {
          act.reset();
          if (!open) setAsking(null);
        }}
        title={t("o_waive_title", { number: asking?.number ?? "" })}
        description={t("o_waive_body")}
        action={t("o_waive")}
        pending={act.isPending}
        error={act.error ? troubleText(act.error, shell) : null}
        onConfirm={() => asking && act.mutate(asking)}
      />
    </>
  );
}

function Lines({ row }: { row: ChannelOrder }) {
  const t = useTexts(syncTexts);
  const rest = row.lines.length - SHOWN;
  return (
    <ul className="grid min-w-0 gap-0.5 md:py-2">
      {row.lines.slice(0, SHOWN).map((line, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and never move
        <li key={place} className="truncate">
          {t("o_line", { units: line.quantity, title: line.title })}
          {line.variant_id === null ? (
            <span className="text-subtle"> · {t("o_not_ours")}</span>
          ) : null}
          {line.oversold > 0 ? (
            <span className="text-danger"> · {t("o_short", { units: line.oversold })}</span>
          ) : null}
          {line.waived > 0 ? (
            <span className="text-subtle"> · {t("o_waived", { units: line.waived })}</span>
          ) : null}
        </li>
      ))}
      {rest > 0 ? <li className="text-subtle">{t("o_more", { count: rest })}</li> : null}
    </ul>
  );
}

function Waive({ row, onWaive }: { row: ChannelOrder; onWaive: (row: ChannelOrder) => void }) {
  const t = useTexts(syncTexts);
  const may = useMay();
  if (row.oversold === 0 || !may("channels")) return null;
  return (
    <Button size="sm" onClick={() => onWaive(row)}>
      {t("o_waive")}
    </Button>
  );
}

function useColumns(onWaive: (row: ChannelOrder) => void): Column<ChannelOrder>[] {
  const t = useTexts(syncTexts);
  const store = useStore();
  return useMemo(
    () => [
      {
        id: "number",
        header: t("o_number"),
        width: "110px",
        hideable: false,
        cell: (row) => <span className="num block truncate font-medium">{row.number}</span>,
      },
      { id: "goods", header: t("o_goods"), cell: (row) => <Lines row={row} /> },
      {
        id: "state",
        header: t("o_state"),
        width: "150px",
        cell: (row) => <OrderStatus row={row} />,
      },
      {
        id: "total",
        header: t("o_total"),
        width: "120px",
        align: "end",
        from: "lg",
        cell: (row) => <span className="num">{formatMoney(row.total, t.locale)}</span>,
      },
      {
        id: "placed",
        header: t("o_placed"),
        width: "180px",
        align: "end",
        from: "lg",
        cell: (row) => (
          <time dateTime={row.placed_at} className="num whitespace-nowrap text-subtle">
            {formatDate(row.placed_at, "full", t.locale, store.timezone)}
          </time>
        ),
      },
      {
        id: "act",
        header: t("o_act"),
        width: "100px",
        align: "end",
        hideable: false,
        cell: (row) => <Waive row={row} onWaive={onWaive} />,
      },
    ],
    [t, store, onWaive],
  );
}

function OrderCard({ row, onWaive }: { row: ChannelOrder; onWaive: (row: ChannelOrder) => void }) {
  const t = useTexts(syncTexts);
  const store = useStore();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1.5 text-13">
      <span className="num truncate font-medium">{row.number}</span>
      <OrderStatus row={row} />
      <div className="col-span-2 text-12 text-muted">
        <Lines row={row} />
      </div>
      <span className="num text-12 text-subtle">
        {formatDate(row.placed_at, "full", t.locale, store.timezone)}
      </span>
      <Waive row={row} onWaive={onWaive} />
    </div>
  );
}
