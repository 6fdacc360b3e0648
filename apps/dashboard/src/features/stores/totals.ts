import type { StoreSummary } from "@/api/stores";

/** A figure of all stores of one currency. */
export interface Total {
  currency: string;
  value: number;
  /** Null where one of them has nothing to compare with. */
  previous: number | null;
  stores: number;
}

/**
 * A money figure over all stores, one total for each currency, the largest business first: amounts
 * of different currencies are never added.
 */
export function totalsOf(
  summaries: readonly StoreSummary[],
  figure: "revenue" | "profit",
): Total[] {
  const totals = new Map<string, Total & { orders: number }>();
  for (const one of summaries) {
    const { value, previous } = one[figure];
    const so = totals.get(one.currency) ?? {
      currency: one.currency,
      value: 0,
      previous: 0,
      stores: 0,
      orders: 0,
    };
    totals.set(one.currency, {
      currency: one.currency,
      value: so.value + value,
      previous: so.previous === null || previous === null ? null : so.previous + previous,
      stores: so.stores + 1,
      orders: so.orders + one.orders.value,
    });
  }
  return [...totals.values()]
    .toSorted((a, b) => b.orders - a.orders || a.currency.localeCompare(b.currency))
    .map(({ currency, value, previous, stores }) => ({ currency, value, previous, stores }));
}

/** Orders of all stores, and what they were; null where one store has nothing to compare with. */
export function ordersOf(summaries: readonly StoreSummary[]): {
  value: number;
  previous: number | null;
} {
  let value = 0;
  let previous: number | null = 0;
  for (const { orders } of summaries) {
    value += orders.value;
    previous = previous === null || orders.previous === null ? null : previous + orders.previous;
  }
  return { value, previous };
}

/** How many things wait in a store. */
export function waitingIn({ waiting, unknown_purchase }: StoreSummary): number {
  const counted = Object.values(waiting).reduce((sum, count) => sum + count, 0);
  return counted + (unknown_purchase?.found ?? 0);
}
