/** The sums with a way to ship. */
import type { ShippingRate, ShippingRates, Totals } from "@/lib/api-types";

export interface Chosen {
  totals: Totals;
  /**
   * Whether the sums are the API's own for this rate. For another rate than the one it reckoned
   * with, the total is moved by the difference and the tax is left unsaid.
   */
  exact: boolean;
}

/** The sums with a rate, out of those the API gave for the first (or the asked) one. */
export function totalsWith(found: ShippingRates, rate: ShippingRate): Chosen {
  const { totals } = found;
  const difference = rate.amount.amount - totals.shipping.amount;
  if (difference === 0) return { totals, exact: true };
  const total = { ...totals.total, amount: totals.total.amount + difference };
  const due = { ...totals.due, amount: Math.max(0, totals.due.amount + difference) };
  return { totals: { ...totals, shipping: rate.amount, total, due }, exact: false };
}

/** Whether the shopper pays what the screen says, and knows what pays it. */
export const isSame = (shown: Totals, now: Totals): boolean =>
  shown.total.currency === now.total.currency &&
  shown.total.amount === now.total.amount &&
  shown.due.amount === now.due.amount;

/** The rate to begin with: the one chosen before, else the cheapest. */
export function firstRate(rates: readonly ShippingRate[], before: string): string {
  if (rates.some((rate) => rate.id === before)) return before;
  const [first, ...rest] = rates;
  if (!first) return "";
  return rest.reduce((a, b) => (b.amount.amount < a.amount.amount ? b : a), first).id;
}
