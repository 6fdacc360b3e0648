"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, DataTable, type ListControls } from "@ecomm/ui/data-table";
import { TrayDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { formatPercent } from "@ecomm/ui/lib/numbers";
import { EmptyState } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useMemo } from "react";
import {
  decideChanges,
  type PriceChange,
  priceChangesQuery,
  priceRulesKey,
} from "@/api/price-rules";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { Moved } from "./preview";
import { priceRuleTexts } from "./texts";
import { nameOf } from "./words";

export const PER_PAGE = 25;

type Decision = "accept" | "dismiss";

/** Price changes that wait for a person, to be written or left. */
export function ChangesView({ list }: { list: ListControls }) {
  const t = useTexts(priceRuleTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const mine = useMay()("prices");
  const changes = useQuery(priceChangesQuery(store.id, list.state.page, PER_PAGE));
  const decide = useMutation({
    mutationFn: ({ ids, decision }: { ids: string[]; decision: Decision }) =>
      decideChanges(store.id, ids, decision),
    onSuccess: async (done, { decision }) => {
      const words = t(decision === "accept" ? "accepted" : "dismissed", { count: done.decided });
      const late = done.overtaken > 0 ? `. ${t("overtaken", { count: done.overtaken })}` : "";
      toast.success(`${words}${late}`);
      await Promise.all([
        client.invalidateQueries({ queryKey: priceRulesKey(store.id) }),
        client.invalidateQueries({ queryKey: ["store", store.id, "overview"] }),
        client.invalidateQueries({ queryKey: ["store", store.id, "products"] }),
      ]);
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const { mutate } = decide;
  const columns = useColumns(mine ? (id, decision) => mutate({ ids: [id], decision }) : null);
  return (
    <DataTable
      id="price-changes"
      label={t("view_changes")}
      columns={columns}
      rows={changes.data?.items}
      page={changes.data?.page}
      rowId={(row) => row.id}
      rowName={nameOf}
      list={list}
      stale={changes.isPlaceholderData}
      error={loadError(changes, shell)}
      {...(mine
        ? {
            bulk: (["accept", "dismiss"] as const).map((decision) => ({
              key: decision,
              label: t(decision),
              run: (ids: string[]) => mutate({ ids, decision }),
            })),
          }
        : {})}
      card={(row) => <ChangeCard row={row} />}
      empty={
        <EmptyState drawing={<TrayDrawing />} title={t("empty_changes_title")}>
          {t("empty_changes_body")}
        </EmptyState>
      }
    />
  );
}

function Why({ row }: { row: PriceChange }) {
  const t = useTexts(priceRuleTexts);
  return <>{t(row.reason === "floor" ? "reason_floor" : "reason_large")}</>;
}

function ChangeCard({ row }: { row: PriceChange }) {
  const t = useTexts(priceRuleTexts);
  const money = (amount: number) => formatMoney({ amount, currency: row.currency }, t.locale);
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1 text-13">
      <span className="truncate font-medium">{nameOf(row)}</span>
      <span className="num text-end">
        <s className="text-subtle">{money(row.old_price)}</s> {money(row.new_price)}
      </span>
      <span className="text-12 text-muted">
        <Why row={row} />
      </span>
      <span className="text-end">
        <Moved row={row} />
      </span>
    </span>
  );
}

function useColumns(
  onDecide: ((id: string, decision: Decision) => void) | null,
): Column<PriceChange>[] {
  const t = useTexts(priceRuleTexts);
  const store = useStore();
  const mine = onDecide !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `onDecide` does the same each time
  return useMemo(() => {
    const money = (amount: number) => formatMoney({ amount, currency: store.currency }, t.locale);
    const columns: Column<PriceChange>[] = [
      {
        id: "variant",
        header: t("col_variant"),
        hideable: false,
        cell: (row) => (
          <span className="grid min-w-0">
            <Link
              href={`/stores/${store.id}/products/${row.product_id}`}
              className="truncate rounded-xs font-medium hover:text-accent"
            >
              {row.product_title}
            </Link>
            <span className="truncate text-12 text-subtle">
              {[row.variant_title, row.sku].filter(Boolean).join(" · ")}
            </span>
          </span>
        ),
      },
      {
        id: "landed",
        header: t("col_landed"),
        align: "end",
        width: "128px",
        from: "lg",
        cell: (row) =>
          row.old_landed === null || row.old_landed === row.new_landed ? (
            money(row.new_landed)
          ) : (
            <>
              <s className="text-subtle">{money(row.old_landed)}</s> {money(row.new_landed)}
            </>
          ),
      },
      {
        id: "old",
        header: t("col_now"),
        align: "end",
        width: "96px",
        cell: (row) => money(row.old_price),
      },
      {
        id: "new",
        header: t("col_new"),
        align: "end",
        width: "112px",
        cell: (row) => (
          <span className="grid justify-items-end">
            <span className="font-medium">{money(row.new_price)}</span>
            <Moved row={row} />
          </span>
        ),
      },
      {
        id: "margin",
        header: t("col_margin"),
        align: "end",
        width: "80px",
        from: "xl",
        cell: (row) =>
          row.margin_ppm === null ? "–" : formatPercent(row.margin_ppm / 1_000_000, t.locale),
      },
      {
        id: "why",
        header: t("col_why"),
        width: "176px",
        from: "lg",
        spaced: true,
        cell: (row) => (
          <span className="text-12 text-muted">
            <Why row={row} />
          </span>
        ),
      },
      {
        id: "since",
        header: t("col_since"),
        align: "end",
        width: "80px",
        from: "xl",
        cell: (row) => (
          <time dateTime={row.created_at} className="num text-subtle">
            {formatDate(row.created_at, "day", t.locale, store.timezone)}
          </time>
        ),
      },
    ];
    if (!mine) return columns;
    const decide = (row: PriceChange, decision: Decision) => (
      <Button
        size="sm"
        aria-label={t(`${decision}_named`, { name: nameOf(row), price: money(row.new_price) })}
        onClick={(event) => {
          event.stopPropagation();
          onDecide?.(row.id, decision);
        }}
      >
        {t(decision)}
      </Button>
    );
    return [
      ...columns,
      {
        id: "decide",
        header: t("col_decide"),
        align: "end",
        width: "216px",
        hideable: false,
        cell: (row: PriceChange) => (
          <span className="flex justify-end gap-2">
            {decide(row, "dismiss")}
            {decide(row, "accept")}
          </span>
        ),
      },
    ];
  }, [t, store, mine]);
}
