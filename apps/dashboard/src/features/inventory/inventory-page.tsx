"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, useListState } from "@ecomm/ui/data-table";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatNumber } from "@ecomm/ui/lib/numbers";
import { EmptyState } from "@ecomm/ui/states";
import { Status } from "@ecomm/ui/status";
import { Thumb } from "@ecomm/ui/thumb";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useMemo, useState } from "react";
import { type Inventory, inventoryKey, inventoryQuery } from "@/api/products";
import { fileOf, importStock } from "@/api/selling";
import { SheetDialog } from "@/features/sheets/sheet-dialog";
import { sheetTexts } from "@/features/sheets/texts";
import { useStore } from "@/features/stores/store-context";
import { ListPage } from "@/shell/list-page";
import { useMay } from "@/shell/may";
import { variantDetail } from "@/shell/variant-detail";
import { HistoryDialog } from "./history-dialog";
import { inventoryTexts } from "./texts";
import { variantName } from "./variant-name";

const AdjustDialog = dynamic(() => import("./adjust-dialog").then((part) => part.AdjustDialog), {
  ssr: false,
});

const LIST = {
  sort: "title",
  sorts: ["title", "available", "updated"],
  filters: { stock: ["low", "out", "untracked"] },
  views: ["stock"],
} as const;
const PER_PAGE = 25;

/** Every variant with what is on hand, promised and left. */
export function InventoryPage() {
  const t = useTexts(inventoryTexts);
  const store = useStore();
  const list = useListState(LIST);
  const [editing, setEditing] = useState<Inventory | null>(null);
  const [importing, setImporting] = useState(false);
  const sheets = useTexts(sheetTexts);
  const client = useQueryClient();
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
  const may = useMay();
  const nothing: Record<string, string> = {
    low: t("empty_view_low"),
    out: t("empty_view_out"),
    untracked: t("empty_view_untracked"),
  };
  return (
    <>
      <ListPage
        title={t("title")}
        actions={
          <>
            <Button asChild>
              <a href={fileOf(store.id, "inventory/export")} download>
                {sheets("export")}
              </a>
            </Button>
            {may("stock") ? (
              <Button onClick={() => setImporting(true)}>{sheets("import")}</Button>
            ) : null}
          </>
        }
        views={{
          label: t("views"),
          current: stock,
          onChoose: (key) => list.setFilter("stock", key || null),
          views: [
            { key: "", label: t("view_all") },
            { key: "low", label: t("view_low") },
            { key: "out", label: t("view_out") },
            { key: "untracked", label: t("view_untracked") },
          ],
        }}
        placeholder={t("search")}
        count={(total) => t("count", { count: total })}
        query={inventory}
        id="inventory"
        media
        columns={columns}
        rowId={(row) => row.variant_id}
        rowName={variantName}
        onOpen={setEditing}
        list={list}
        card={(row) => <InventoryCard row={row} onOpen={() => setEditing(row)} />}
        empty={
          stock ? (
            <EmptyState title={t("empty_view_title")}>{nothing[stock]}</EmptyState>
          ) : (
            <EmptyState
              drawing={<ShelfDrawing />}
              title={t("empty_title")}
              actions={
                may("stock") ? (
                  <Button asChild variant="primary">
                    <Link href={`/stores/${store.id}/products/new`}>{t("empty_action")}</Link>
                  </Button>
                ) : null
              }
            >
              {t("empty_body")}
            </EmptyState>
          )
        }
      />
      {importing ? (
        <SheetDialog
          name={t("file")}
          send={(csv, dry) => importStock(store.id, csv, dry)}
          onApplied={() => client.invalidateQueries({ queryKey: inventoryKey(store.id) })}
          onClose={() => setImporting(false)}
        />
      ) : null}
      {editing === null ? null : may("stock") ? (
        <AdjustDialog row={editing} store={store} onClose={() => setEditing(null)} />
      ) : (
        <HistoryDialog row={editing} store={store} onClose={() => setEditing(null)} />
      )}
    </>
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
  return row.available <= (row.low_at ?? 5) ? (
    <Status glyph="warning" tone="warning">
      {text}
    </Status>
  ) : (
    <span className="num font-medium">{text}</span>
  );
}

/** Opens a variant: to change its stock, or for those who may not, to see what changed it. */
function OpenButton({ row, onOpen }: { row: Inventory; onOpen: () => void }) {
  const t = useTexts(inventoryTexts);
  const may = useMay();
  const name = variantName(row);
  return (
    <Button
      size="sm"
      aria-label={may("stock") ? t("adjust_of", { name }) : t("history_of", { name })}
      onClick={onOpen}
    >
      {may("stock") ? t("adjust") : t("history")}
    </Button>
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
        header: t("change"),
        hideable: false,
        align: "end",
        width: "104px",
        cell: (row) => <OpenButton row={row} onOpen={() => edit(row)} />,
      },
    ];
  }, [t, storeId, edit]);
}

function InventoryCard({ row, onOpen }: { row: Inventory; onOpen: () => void }) {
  return (
    <span className="flex items-center gap-3 text-13">
      <Thumb picture={row.image_url ? { url: row.image_url, alt: "" } : null} />
      <span className="grid min-w-0 flex-1">
        <span className="truncate font-medium">{row.product_title}</span>
        <span className="truncate text-12 text-subtle">{variantDetail(row)}</span>
      </span>
      <Available row={row} />
      <OpenButton row={row} onOpen={onOpen} />
    </span>
  );
}
