"use client";

import { IconButton } from "@ecomm/ui/button";
import { type Column, DataTable, type ListControls } from "@ecomm/ui/data-table";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { formatPercent } from "@ecomm/ui/lib/numbers";
import { EmptyState } from "@ecomm/ui/states";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Lock, LockOpen } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { lockPrices, type Priced, previewQuery, priceRulesKey } from "@/api/price-rules";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { Moved, Verdict } from "./preview";
import { priceRuleTexts } from "./texts";
import { nameOf } from "./words";

const PER_PAGE = 25;

/** Every variant with a supplier: its price, what the rules would make of it, and its lock. */
export function PricesView({ list }: { list: ListControls }) {
  const t = useTexts(priceRuleTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const rows = useQuery(previewQuery(store.id, {}, list.state.page, PER_PAGE));
  const lock = useMutation({
    mutationFn: ({ ids, locked }: { ids: string[]; locked: boolean }) =>
      lockPrices(store.id, ids, locked),
    onSuccess: async ({ changed }, { locked }) => {
      toast.success(t(locked ? "locked_done" : "unlocked_done", { count: changed }));
      await client.invalidateQueries({ queryKey: priceRulesKey(store.id) });
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const { mutate } = lock;
  const columns = useColumns((row) => mutate({ ids: [row.variant_id], locked: !row.locked }));
  return (
    <DataTable
      id="prices"
      label={t("view_prices")}
      columns={columns}
      rows={rows.data?.items}
      page={rows.data?.page}
      rowId={(row) => row.variant_id}
      rowName={nameOf}
      list={list}
      stale={rows.isPlaceholderData}
      error={loadError(rows, shell)}
      bulk={[
        { key: "lock", label: t("lock"), run: (ids) => mutate({ ids, locked: true }) },
        { key: "unlock", label: t("unlock"), run: (ids) => mutate({ ids, locked: false }) },
      ]}
      card={(row) => <PriceCard row={row} />}
      empty={
        <EmptyState drawing={<ShelfDrawing />} title={t("empty_prices_title")}>
          {t("empty_prices_body")}
        </EmptyState>
      }
    />
  );
}

function PriceCard({ row }: { row: Priced }) {
  const t = useTexts(priceRuleTexts);
  const money = (amount: number) => formatMoney({ amount, currency: row.currency }, t.locale);
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-1 text-13">
      <span className="truncate font-medium">{nameOf(row)}</span>
      <span className="num text-end">
        {row.new_price === null || row.new_price === row.old_price ? (
          money(row.old_price)
        ) : (
          <>
            <s className="text-subtle">{money(row.old_price)}</s> {money(row.new_price)}
          </>
        )}
      </span>
      <Verdict row={row} />
      <span className="text-end">
        <Moved row={row} />
      </span>
    </span>
  );
}

function useColumns(onLock: (row: Priced) => void): Column<Priced>[] {
  const t = useTexts(priceRuleTexts);
  const store = useStore();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `onLock` does the same each time
  return useMemo(() => {
    const money = (amount: number) => formatMoney({ amount, currency: store.currency }, t.locale);
    return [
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
              {[row.variant_title, row.supplier_name].filter(Boolean).join(" · ")}
            </span>
          </span>
        ),
      },
      {
        id: "landed",
        header: t("col_landed"),
        align: "end",
        width: "112px",
        from: "lg",
        cell: (row) =>
          row.landed === null ? (
            "–"
          ) : (
            <span
              title={t("landed_of", {
                goods: money(row.goods ?? 0),
                shipping: money(row.shipping ?? 0),
                duty: row.duty_known
                  ? (row.duty ?? 0) > 0
                    ? money(row.duty ?? 0)
                    : "none"
                  : "unknown",
              })}
            >
              {money(row.landed)}
            </span>
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
        width: "128px",
        cell: (row) => (
          <span className="grid justify-items-end">
            <span className={row.new_price === row.old_price ? "" : "font-medium"}>
              {row.new_price === null ? "–" : money(row.new_price)}
            </span>
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
        id: "verdict",
        header: t("col_verdict"),
        width: "168px",
        hangingGlyph: true,
        spaced: true,
        cell: (row) => <Verdict row={row} />,
      },
      {
        id: "rule",
        header: t("col_rule"),
        width: "144px",
        from: "xl",
        cell: (row) => (
          <span className="block truncate text-muted" title={row.rule_name ?? undefined}>
            {row.rule_name ?? "–"}
          </span>
        ),
      },
      {
        id: "lock",
        header: t("col_lock"),
        width: "64px",
        align: "end",
        hideable: false,
        cell: (row) => (
          <IconButton
            size="icon-sm"
            label={t(row.locked ? "unlock_named" : "lock_named", { name: nameOf(row) })}
            aria-pressed={row.locked}
            onClick={(event) => {
              event.stopPropagation();
              onLock(row);
            }}
          >
            {row.locked ? <Lock aria-hidden /> : <LockOpen aria-hidden className="opacity-50" />}
          </IconButton>
        ),
      },
    ];
  }, [t, store]);
}
