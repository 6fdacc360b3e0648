"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, DataTable, TableToolbar, useListState } from "@ecomm/ui/data-table";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatNumber } from "@ecomm/ui/lib/numbers";
import { Page, PageHeader } from "@ecomm/ui/panel";
import { EmptyState } from "@ecomm/ui/states";
import { Status } from "@ecomm/ui/status";
import { ViewTabs } from "@ecomm/ui/tabs";
import { Thumb } from "@ecomm/ui/thumb";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useMemo, useState } from "react";
import { type Inventory, inventoryQuery } from "@/api/products";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { AdjustDialog } from "./adjust-dialog";
import { inventoryTexts } from "./texts";

const LIST = {
  sort: "title",
  sorts: ["title", "available", "updated"],
  filters: { stock: ["low", "out", "untracked"] },
  views: ["stock"],
} as const;
const PER_PAGE = 25;

export const variantName = (row: Inventory): string =>
  [row.product_title, row.variant_title].filter(Boolean).join(", ");

/** Every variant with what is on hand, promised and left. */
export function InventoryPage() {
  const t = useTexts(inventoryTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const list = useListState(LIST);
  const [columnChoice, setColumnChoice] = useState<ReactNode>(null);
  const [editing, setEditing] = useState<Inventory | null>(null);
  const { search, sort, page, filters } = list.state;
  const stock = filters.stock ?? "";
  const inventory = useQuery(
    inventoryQuery(store.id, {
      ...(search ? { search } : {}),
      ...(stock ? { stock } : {}),
      sort,
      page,
      per_page: PER_PAGE,
    }),
  );
  const columns = useInventoryColumns(store.id, setEditing);
  const total = inventory.data?.page.total;
  const nothing: Record<string, string> = {
    low: t("empty_view_low"),
    out: t("empty_view_out"),
    untracked: t("empty_view_untracked"),
  };
  return (
    <Page>
      <PageHeader title={t("title")} count={list.narrowed ? undefined : total} />
      <ViewTabs
        label={t("views")}
        current={stock}
        onChoose={(key) => list.setFilter("stock", key || null)}
        views={[
          { key: "", label: t("view_all") },
          { key: "low", label: t("view_low") },
          { key: "out", label: t("view_out") },
          { key: "untracked", label: t("view_untracked") },
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
      />
      <DataTable
        id="inventory"
        label={t("title")}
        media
        columns={columns}
        rows={inventory.data?.items}
        rowId={(row) => row.variant_id}
        rowName={variantName}
        onOpen={setEditing}
        list={list}
        page={inventory.data?.page}
        stale={inventory.isPlaceholderData}
        error={loadError(inventory, shell)}
        onColumnChoice={setColumnChoice}
        card={(row) => <InventoryCard row={row} onAdjust={() => setEditing(row)} />}
        empty={
          stock ? (
            <EmptyState title={t("empty_view_title")}>{nothing[stock]}</EmptyState>
          ) : (
            <EmptyState
              drawing={<ShelfDrawing />}
              title={t("empty_title")}
              actions={
                <Button asChild variant="primary">
                  <Link href={`/stores/${store.id}/products/new`}>{t("empty_action")}</Link>
                </Button>
              }
            >
              {t("empty_body")}
            </EmptyState>
          )
        }
      />
      {editing ? (
        <AdjustDialog row={editing} store={store} onClose={() => setEditing(null)} />
      ) : null}
    </Page>
  );
}

function Available({ row }: { row: Inventory }) {
  const t = useTexts(inventoryTexts);
  if (!row.tracked) {
    return (
      <Status glyph="untracked" tone="idle">
        {t("untracked")}
      </Status>
    );
  }
  const text = formatNumber(row.available, t.locale);
  if (row.available <= 0) {
    return (
      <Status glyph="blocked" tone="danger">
        {text}
      </Status>
    );
  }
  return row.available < 10 ? (
    <Status glyph="warning" tone="warning">
      {text}
    </Status>
  ) : (
    <span className="num font-medium">{text}</span>
  );
}

function useInventoryColumns(storeId: string, edit: (row: Inventory) => void): Column<Inventory>[] {
  const t = useTexts(inventoryTexts);
  return useMemo(() => {
    const count = (value: (row: Inventory) => number) => (row: Inventory) =>
      row.tracked ? (
        <span className="text-muted">{formatNumber(value(row), t.locale)}</span>
      ) : (
        <span className="text-subtle">–</span>
      );
    return [
      {
        id: "product",
        header: t("col_product"),
        sort: "title",
        hideable: false,
        cell: (row) => (
          <span className="flex items-center gap-3">
            <Thumb picture={row.image_url ? { url: row.image_url, alt: "" } : null} />
            <span className="grid min-w-0">
              <Link
                href={`/stores/${storeId}/products/${row.product_id}`}
                className="truncate rounded-xs font-medium hover:text-accent"
              >
                {row.product_title}
              </Link>
              {row.variant_title ? (
                <span className="truncate text-12 text-subtle">{row.variant_title}</span>
              ) : null}
            </span>
          </span>
        ),
      },
      {
        id: "sku",
        header: t("col_sku"),
        width: "160px",
        from: "lg",
        cell: (row) => <span className="block truncate text-muted">{row.sku ?? "–"}</span>,
      },
      {
        id: "hand",
        header: t("col_hand"),
        align: "end",
        width: "96px",
        cell: count((row) => row.on_hand),
      },
      {
        id: "committed",
        header: t("col_committed"),
        align: "end",
        width: "104px",
        from: "lg",
        cell: count((row) => row.committed),
      },
      {
        id: "reserved",
        header: t("col_reserved"),
        align: "end",
        width: "96px",
        from: "lg",
        cell: count((row) => row.reserved),
      },
      {
        id: "available",
        header: t("col_available"),
        sort: "available",
        align: "end",
        width: "128px",
        cell: (row) => <Available row={row} />,
      },
      {
        id: "policy",
        header: t("col_policy"),
        width: "136px",
        spaced: true,
        from: "xl",
        cell: (row) => (
          <span className="text-muted">{row.tracked ? t(`policy_${row.policy}`) : "–"}</span>
        ),
      },
      {
        id: "edit",
        header: t("adjust"),
        hideable: false,
        align: "end",
        width: "104px",
        cell: (row) => (
          <Button
            size="sm"
            aria-label={t("adjust_of", { name: variantName(row) })}
            onClick={() => edit(row)}
          >
            {t("adjust")}
          </Button>
        ),
      },
    ];
  }, [t, storeId, edit]);
}

function InventoryCard({ row, onAdjust }: { row: Inventory; onAdjust: () => void }) {
  const t = useTexts(inventoryTexts);
  return (
    <span className="flex items-center gap-3 text-13">
      <Thumb picture={row.image_url ? { url: row.image_url, alt: "" } : null} />
      <span className="grid min-w-0 flex-1">
        <span className="truncate font-medium">{row.product_title}</span>
        <span className="truncate text-12 text-subtle">
          {[row.variant_title, row.sku].filter(Boolean).join(", ")}
        </span>
      </span>
      <Available row={row} />
      <Button size="sm" aria-label={t("adjust_of", { name: variantName(row) })} onClick={onAdjust}>
        {t("adjust")}
      </Button>
    </span>
  );
}
