"use client";

import type { Column } from "@ecomm/ui/data-table";
import { useTexts } from "@ecomm/ui/i18n";
import { formatAgo, formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Thumb } from "@ecomm/ui/thumb";
import Link from "next/link";
import { useMemo } from "react";
import type { ProductRow } from "@/api/products";
import type { Store } from "@/api/stores";
import { ProductStatusMark } from "./status";
import { StockCell, useStockWords } from "./stock-cell";
import { productsTexts } from "./texts";

function Price({
  row,
  locale,
  to,
}: {
  row: ProductRow;
  locale: string;
  to: (price: string) => string;
}) {
  const range = row.price_max.amount !== row.price_min.amount;
  return (
    <>
      <span className="block whitespace-nowrap">{formatMoney(row.price_min, locale)}</span>
      {range ? (
        <span className="block text-12 whitespace-nowrap text-subtle">
          {to(formatMoney(row.price_max, locale))}
        </span>
      ) : null}
    </>
  );
}

/** Columns of the product table. */
export function useProductColumns(store: Store): Column<ProductRow>[] {
  const t = useTexts(productsTexts);
  const stock = useStockWords();
  const { id, timezone } = store;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `stock` only depends on `t`
  return useMemo<Column<ProductRow>[]>(() => {
    const ago = {
      now: t("ago_now"),
      minutes: (n: number) => t("ago_minutes", { n }),
      hours: (n: number) => t("ago_hours", { n }),
      yesterday: t("yesterday"),
    };
    return [
      {
        id: "title",
        header: t("col_product"),
        sort: "title",
        hideable: false,
        cell: (row) => (
          <span className="flex items-center gap-3">
            <Thumb picture={row.image} />
            <span className="grid min-w-0">
              <Link
                href={`/stores/${id}/products/${row.id}`}
                className="truncate rounded-xs font-medium hover:text-accent"
              >
                {row.title}
              </Link>
              {row.category ? (
                <span className="truncate text-12 text-subtle">{row.category}</span>
              ) : null}
            </span>
          </span>
        ),
      },
      {
        id: "status",
        header: t("col_status"),
        width: "104px",
        from: "lg",
        cell: (row) => <ProductStatusMark status={row.status} />,
      },
      {
        id: "stock",
        header: t("col_available"),
        sort: "stock",
        width: "168px",
        hangingGlyph: true,
        cell: (row) => <StockCell words={stock(row)} />,
      },
      {
        id: "price",
        header: t("col_price"),
        sort: "price",
        align: "end",
        width: "136px",
        cell: (row) => <Price row={row} locale={t.locale} to={(price) => t("to", { price })} />,
      },
      {
        id: "vendor",
        header: t("col_vendor"),
        width: "176px",
        from: "xl",
        spaced: true,
        cell: (row) =>
          row.vendor ? (
            <span className="block truncate">{row.vendor}</span>
          ) : (
            <span className="text-subtle">–</span>
          ),
      },
      {
        id: "created",
        header: t("col_created"),
        sort: "created",
        sortFirst: "desc",
        align: "end",
        width: "112px",
        from: "xl",
        cell: (row) => (
          <span className="text-muted">
            {formatDate(row.created_at, "dayYear", t.locale, timezone)}
          </span>
        ),
      },
      {
        id: "updated",
        header: t("col_updated"),
        sort: "updated",
        sortFirst: "desc",
        align: "end",
        width: "112px",
        from: "lg",
        cell: (row) => (
          <time dateTime={row.updated_at} className="text-muted">
            {formatAgo(row.updated_at, ago, t.locale, timezone)}
          </time>
        ),
      },
    ];
  }, [t, id, timezone]);
}

/** A product on a phone: name and price, then stock and status. */
export function ProductCard({ row, store }: { row: ProductRow; store: Store }) {
  const t = useTexts(productsTexts);
  const words = useStockWords()(row);
  return (
    <span className="grid grid-cols-[auto_1fr_auto] gap-x-3 gap-y-1.5 text-13">
      <Thumb picture={row.image} className="row-span-2" />
      <span className="min-w-0">
        <Link
          href={`/stores/${store.id}/products/${row.id}`}
          className="line-clamp-3 rounded-xs font-medium wrap-anywhere"
        >
          {row.title}
        </Link>
        {row.category ? <span className="block text-12 text-subtle">{row.category}</span> : null}
      </span>
      <span className="num text-end font-medium">
        <Price row={row} locale={t.locale} to={(price) => t("to", { price })} />
      </span>
      <span className="num flex items-center gap-1.5">
        {words.glyph}
        {words.main} <span className="text-12 text-subtle">{words.note}</span>
      </span>
      <span className="justify-self-end">
        <ProductStatusMark status={row.status} />
      </span>
    </span>
  );
}
