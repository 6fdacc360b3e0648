"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatNumber } from "@ecomm/ui/lib/numbers";
import { StatusGlyph } from "@ecomm/ui/status";
import type { ReactNode } from "react";
import type { ProductRow } from "@/api/products";
import { productsTexts } from "./texts";

/** Below this many a tracked product counts as low; the API's `stock=low` means the same. */
export const LOW = 10;

export interface StockWords {
  glyph: ReactNode;
  main: string;
  note: string;
}

/** What there is of a product. Stock that is fine has no glyph. */
export function useStockWords(): (row: ProductRow) => StockWords {
  const t = useTexts(productsTexts);
  return (row) => {
    const variants = t("variants", { count: row.variants });
    if (row.available === null || row.tracked_variants === 0) {
      return {
        glyph: <StatusGlyph glyph="untracked" tone="idle" />,
        main: t("not_tracked"),
        note: t("always"),
      };
    }
    const note =
      row.tracked_variants < row.variants
        ? t("partly", { tracked: row.tracked_variants, count: row.variants })
        : variants;
    if (row.available <= 0) {
      return {
        glyph: <StatusGlyph glyph="blocked" tone="danger" />,
        main: formatNumber(row.available, t.locale),
        note: t("sold_out"),
      };
    }
    if (row.available < LOW) {
      return {
        glyph: <StatusGlyph glyph="warning" tone="warning" />,
        main: t("left", { count: row.available }),
        note,
      };
    }
    return { glyph: null, main: formatNumber(row.available, t.locale), note };
  };
}

/** Two lines; the glyph hangs left of them, so that the words line up under the header. */
export function StockCell({ words }: { words: StockWords }) {
  return (
    <span className="relative block whitespace-nowrap">
      {words.glyph ? <span className="absolute -start-5 top-[3px]">{words.glyph}</span> : null}
      <span className="num block">{words.main}</span>
      <span className="num block text-12 text-subtle">{words.note}</span>
    </span>
  );
}
