import type { Overview } from "@/api/stores";

/** What goods' money goes to, in the order of the profit report. */
const COSTS = ["cost", "shipping", "duty", "fees", "refunds"] as const;

export type Cost = (typeof COSTS)[number] | "supplier_refunds";

/** The share of what goods brought that is left; of nothing there is none. */
export function keptShare(profit: number, sold: number): number | null {
  return sold > 0 ? profit / sold : null;
}

/** Whether nothing is known of what goods cost: that is no zero. */
export function costUnknown(kept: Pick<Overview["kept"], "cost" | "unknown_lines">): boolean {
  return kept.unknown_lines.value > 0 && kept.cost.value === 0;
}

/** What came off, below zero, and what suppliers gave back: with `sold` they are the profit. */
export function costsOf(kept: Overview["kept"]): { key: Cost; amount: number }[] {
  return [
    ...COSTS.map((key) => ({ key, amount: -kept[key].value })),
    { key: "supplier_refunds" as const, amount: kept.supplier_refunds.value },
  ];
}

/**
 * The parts of the strip, each a share of what goods brought: costs less what suppliers gave back,
 * and what is left. Nothing where more was spent than came in: parts of less than nothing cannot
 * be drawn.
 */
export function stripOf({ kept, profit }: Pick<Overview, "kept" | "profit">): {
  key: (typeof COSTS)[number] | "profit";
  share: number;
}[] {
  const sold = kept.sold.value;
  if (sold <= 0 || profit.value < 0) return [];
  const goods = kept.cost.value - kept.supplier_refunds.value;
  if (goods < 0) return [];
  return [
    { key: "cost" as const, share: goods / sold },
    ...COSTS.slice(1).map((key) => ({ key, share: kept[key].value / sold })),
    { key: "profit" as const, share: profit.value / sold },
  ].filter(({ share }) => share > 0);
}
