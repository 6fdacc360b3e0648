import { dayOf } from "@ecomm/ui/lib/dates";
import type { Overview } from "@/api/stores";

/** Days whose sales the overview counts as the pace. */
const LATELY = 14;
/** Later than that, a pace of two weeks says nothing. */
const FARTHEST = 28;
const DAY = 86_400_000;

export type Running =
  | { kind: "none" }
  | { kind: "backorder" }
  /** The day on which the last one goes, and how many days from today that is. */
  | { kind: "by"; day: string; days: number };

type Row = Pick<Overview["low_stock"][number], "available" | "policy" | "sold_lately">;

/** How long what is left lasts at the pace of the last 14 days, by the store's clocks. */
export function leftFor(row: Row, now: Date, timezone: string): Running {
  if (row.available <= 0) return { kind: row.policy === "backorder" ? "backorder" : "none" };
  if (row.sold_lately <= 0) return { kind: "none" };
  const days = Math.floor((row.available * LATELY) / row.sold_lately);
  if (days > FARTHEST) return { kind: "none" };
  const today = Date.parse(`${dayOf(now, timezone)}T00:00:00Z`);
  return { kind: "by", days, day: new Date(today + days * DAY).toISOString().slice(0, 10) };
}
