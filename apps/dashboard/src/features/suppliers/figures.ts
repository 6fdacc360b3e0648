import { formatMoney } from "@ecomm/ui/lib/money";
import type { Supplier, SupplierHealth } from "@/api/suppliers";

/** What a supplier's state is called; a connected one that does not answer is `failing`. */
export type State = Supplier["health"];

/** How much of today's cap is spent, 0 to 1; null where there is no cap. */
export function spentRatio(supplier: Pick<Supplier, "spent_today" | "daily_spend_cap">) {
  const { spent_today: spent, daily_spend_cap: cap } = supplier;
  if (cap === null) return null;
  return cap === 0 ? 1 : Math.min(1, spent / cap);
}

interface CostRange {
  cost_from: number | null;
  cost_to: number | null;
  currency: string | null;
}

/** "€3.00", or "€3.00 – €4.50"; null where costs are unknown or of several currencies. */
export function costRange(row: CostRange, locale: string): string | null {
  const { cost_from: from, cost_to: to, currency } = row;
  if (from === null || currency === null) return null;
  const least = formatMoney({ amount: from, currency }, locale);
  if (to === null || to === from) return least;
  return `${least} – ${formatMoney({ amount: to, currency }, locale)}`;
}

export interface Share {
  name: "in_stock" | "doubtful" | "out" | "unknown" | "gone";
  count: number;
}

/** What is known of the variants, the best known first. What is too old counts as unknown. */
export function shares(health: SupplierHealth): Share[] {
  const all: Share[] = [
    { name: "in_stock", count: health.in_stock },
    { name: "doubtful", count: health.doubtful },
    { name: "out", count: health.out },
    { name: "unknown", count: health.unknown + health.stale },
    { name: "gone", count: health.gone },
  ];
  return all.filter((share) => share.count > 0);
}

/** Percent as typed ("10", "12,5") in parts per million; null where it is none of 0 to 1000. */
export function percentToPpm(typed: string): number | null {
  const text = typed.trim().replace(",", ".");
  if (!/^\d{1,4}(\.\d{1,2})?$/.test(text)) return null;
  const ppm = Math.round(Number(text) * 10_000);
  return ppm <= 10_000_000 ? ppm : null;
}

export const ppmToPercent = (ppm: number): string => String(ppm / 10_000);

/** A whole number between two bounds as typed; null where it is none. */
export function whole(typed: string, least: number, most: number): number | null {
  const text = typed.trim();
  const number = Number(text);
  return /^\d{1,6}$/.test(text) && number >= least && number <= most ? number : null;
}
