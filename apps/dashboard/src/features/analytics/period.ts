import type { Asked } from "@/api/analytics";
import type { Payments, Range } from "@/api/stores";

const RANGES: readonly Range[] = ["7d", "30d", "90d"];
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const LONGEST_DAYS = 366;

export type Days = { range: Range } | { from: string; to: string };

/** Whether two days make a period that the API takes. */
export function fits(from: string, to: string, today: string): boolean {
  if (!DAY.test(from) || !DAY.test(to) || from > to || to > today) return false;
  return (Date.parse(to) - Date.parse(from)) / 86_400_000 < LONGEST_DAYS;
}

/** The period out of the URL; anything else is the last 30 days. */
export function readDays(search: URLSearchParams, today: string): Days {
  const from = search.get("from") ?? "";
  const to = search.get("to") ?? "";
  if (fits(from, to, today)) return { from, to };
  return { range: RANGES.find((range) => range === search.get("range")) ?? "30d" };
}

export const asked = (days: Days, payments: Payments): Asked => ({ ...days, payments });

/** The address's query for a period; what else is in it stays. */
export function withDays(search: URLSearchParams, days: Days): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const name of ["range", "from", "to", "page"]) next.delete(name);
  for (const [name, value] of Object.entries(days)) next.set(name, value);
  return next;
}
