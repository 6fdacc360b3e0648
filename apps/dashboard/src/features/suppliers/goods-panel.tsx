"use client";

import { Button } from "@ecomm/ui/button";
import { type Column, DataTable, TableToolbar, useListState } from "@ecomm/ui/data-table";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { EmptyState } from "@ecomm/ui/states";
import { Status } from "@ecomm/ui/status";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useMemo } from "react";
import { goodsQuery, type Supplier, type SupplierGoods } from "@/api/suppliers";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { costRange } from "./figures";
import { GoodsPicture } from "./goods-picture";
import { useAgo } from "./status";
import { suppliersTexts } from "./texts";

const GoodsSheet = dynamic(() => import("./goods-sheet").then((part) => part.GoodsSheet), {
  ssr: false,
});

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const LIST = {
  sort: "",
  sorts: [],
  filters: { product: UUID },
  views: ["product"],
} as const;
const PER_PAGE = 20;

/** What was read at a supplier. */
export function GoodsPanel({ supplier }: { supplier: Supplier }) {
  const t = useTexts(suppliersTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const list = useListState(LIST);
  const { search, page, filters } = list.state;
  const goods = useQuery(
    goodsQuery(store.id, {
      supplier_id: supplier.id,
      ...(search ? { search } : {}),
      page,
      per_page: PER_PAGE,
    }),
  );
  const open = (id: string) => list.setFilter("product", id);
  const columns = useColumns(open);
  const total = goods.data?.page.total;
  const bare = total === 0 && !search;
  return (
    <Panel>
      <PanelHeader
        title={t("goods")}
        note={total ? <span className="num">{t("goods_count", { count: total })}</span> : undefined}
      />
      <div className="px-4 pb-4">
        {bare ? null : <TableToolbar list={list} placeholder={t("goods_search")} />}
        <DataTable
          id="supplier-goods"
          label={t("goods")}
          columns={columns}
          rows={goods.data?.items}
          page={goods.data?.page}
          stale={goods.isPlaceholderData}
          error={loadError(goods, shell)}
          rowId={(row) => row.id}
          rowName={(row) => row.title}
          onOpen={(row) => open(row.id)}
          list={list}
          media
          card={(row) => <GoodsCard row={row} onOpen={open} />}
          empty={
            <EmptyState
              drawing={<ShelfDrawing />}
              title={t("goods_none")}
              actions={
                supplier.status === "connected" || supplier.status === "paused" ? (
                  <Button asChild>
                    <Link href={`/stores/${store.id}/find-products?supplier=${supplier.id}`}>
                      {t("find")}
                    </Link>
                  </Button>
                ) : null
              }
            >
              {t("goods_none_body")}
            </EmptyState>
          }
        />
      </div>
      {filters.product ? (
        <GoodsSheet id={filters.product} onClose={() => list.setFilter("product", null)} />
      ) : null}
    </Panel>
  );
}

/** Whether a product can be had, as far as we know. */
export function GoodsStock({ row }: { row: SupplierGoods }) {
  const t = useTexts(suppliersTexts);
  if (row.gone_at !== null || row.variants === 0) {
    return (
      <Status glyph="cross" tone="idle">
        {t("g_gone")}
      </Status>
    );
  }
  if (row.stale) {
    return (
      <Status glyph="unknown" tone="warning">
        {t("g_unknown")}
      </Status>
    );
  }
  if (row.available === 0) {
    return (
      <Status glyph="blocked" tone="danger">
        {t("g_out")}
      </Status>
    );
  }
  if (row.available === row.variants) {
    return <span>{t(row.variants === 1 ? "g_one" : "g_all")}</span>;
  }
  return (
    <span className="num">
      {t("g_available", { available: row.available, variants: row.variants })}
    </span>
  );
}

function Title({ row, onOpen }: { row: SupplierGoods; onOpen: (id: string) => void }) {
  const t = useTexts(suppliersTexts);
  const ago = useAgo();
  return (
    <span className="flex min-w-0 items-center gap-3">
      <GoodsPicture url={row.image_url} />
      <span className="grid min-w-0">
        <button
          type="button"
          onClick={() => onOpen(row.id)}
          className="truncate rounded-xs text-start font-medium hover:text-accent"
        >
          {row.title}
        </button>
        <span className="num truncate text-12 text-subtle">
          {[
            t("g_variants", { count: row.variants }),
            row.mapped > 0 ? t("g_sold", { count: row.mapped }) : t("g_unsold"),
            t("g_read", { when: ago(row.fetched_at) }),
          ].join(" · ")}
        </span>
      </span>
    </span>
  );
}

function useColumns(onOpen: (id: string) => void): Column<SupplierGoods>[] {
  const t = useTexts(suppliersTexts);
  return useMemo(
    () => [
      {
        id: "product",
        header: t("g_product"),
        hideable: false,
        cell: (row) => <Title row={row} onOpen={onOpen} />,
      },
      {
        id: "cost",
        header: t("g_cost"),
        width: "128px",
        align: "end",
        cell: (row) =>
          costRange(row, t.locale) ?? <span className="text-subtle">{t("g_cost_unknown")}</span>,
      },
      {
        id: "stock",
        header: t("g_stock"),
        width: "156px",
        spaced: true,
        cell: (row) => <GoodsStock row={row} />,
      },
    ],
    [t, onOpen],
  );
}

function GoodsCard({ row, onOpen }: { row: SupplierGoods; onOpen: (id: string) => void }) {
  const t = useTexts(suppliersTexts);
  return (
    <span className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1.5 text-13">
      <span className="col-span-2">
        <Title row={row} onOpen={onOpen} />
      </span>
      <GoodsStock row={row} />
      <span className="num text-end">{costRange(row, t.locale) ?? t("g_cost_unknown")}</span>
    </span>
  );
}
