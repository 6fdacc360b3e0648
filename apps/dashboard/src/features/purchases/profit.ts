import type { LineProfit, OrderSourcing } from "@/api/purchases";

/** Parts of a true profit, in the order in which they are taken off. */
export const PARTS = [
  "revenue",
  "discount",
  "cost",
  "shipping",
  "duty",
  "fees",
  "refunds",
  "supplier_refunds",
] as const;

export type Part = (typeof PARTS)[number];

/** Which of the parts add; all others are taken off. */
const ADDS: ReadonlySet<Part> = new Set(["revenue", "supplier_refunds"]);

/** A part of lines together, with its sign. */
export const partOf = (lines: readonly LineProfit[], part: Part): number => {
  const sum = lines.reduce((whole, line) => whole + line[part], 0);
  return ADDS.has(part) ? sum : -sum;
};

/** How much of it is true: all booked, some expected, or some missing. */
export function certainty(sourcing: OrderSourcing): "whole" | "expected" | "missing" {
  if (sourcing.lines.some((line) => !line.cost_known)) return "missing";
  return sourcing.lines.some((line) => !line.own && !line.booked) ? "expected" : "whole";
}

/** What is said beside a line's profit. */
export function markOf(line: LineProfit): "own" | "missing" | "expected" | "booked" {
  if (line.own) return "own";
  if (!line.cost_known) return "missing";
  return line.booked ? "booked" : "expected";
}

/** The share of the revenue that is left, null where there is none. */
export function marginOf(sourcing: OrderSourcing): number | null {
  const revenue = partOf(sourcing.lines, "revenue") + partOf(sourcing.lines, "discount");
  return revenue > 0 ? sourcing.profit / revenue : null;
}
