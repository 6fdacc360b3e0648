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

/**
 * Whether the cost of any of these lines is not known and what is known of it comes to nothing: that
 * is no zero.
 */
export const costUnknown = (lines: readonly LineProfit[]): boolean =>
  lines.some((line) => !line.cost_known) && partOf(lines, "cost") === 0;

/**
 * How much of it is true: all booked, some expected, or some missing; `unsaid` where all that is
 * missing is what the merchant's own stock costs, which they can say.
 */
export function certainty(sourcing: OrderSourcing): "whole" | "expected" | "missing" | "unsaid" {
  const missing = sourcing.lines.filter((line) => !line.cost_known);
  if (missing.length > 0) return missing.every((line) => line.own) ? "unsaid" : "missing";
  return sourcing.lines.some((line) => !line.own && !line.booked) ? "expected" : "whole";
}

/** What is said beside a line's profit. */
export function markOf(line: LineProfit): "own" | "unsaid" | "missing" | "expected" | "booked" {
  if (line.own) return line.cost_known ? "own" : "unsaid";
  if (!line.cost_known) return "missing";
  return line.booked ? "booked" : "expected";
}

/** The share of the revenue that is left, null where there is none. */
export function marginOf(sourcing: OrderSourcing): number | null {
  const revenue = partOf(sourcing.lines, "revenue") + partOf(sourcing.lines, "discount");
  return revenue > 0 ? sourcing.profit / revenue : null;
}
