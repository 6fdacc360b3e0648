"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type Overview, overviewQuery, type Payments, type Range } from "@/api/stores";

/** Whether anything was sold in the period or the one before. */
export const traded = (data: Overview): boolean =>
  data.orders.value > 0 || (data.orders.previous ?? 0) > 0;

/** Payments out of the URL; anything else leaves the choice to what there is. */
export function readPayments(value: string | null): Payments | null {
  return value === "live" || value === "test" ? value : null;
}

/**
 * The overview's figures. Test payments never count as revenue; a store that has nothing else yet
 * sees them all the same, by their name, and `chosen` decides where somebody chose.
 */
export function useSales(storeId: string, range: Range, chosen: Payments | null) {
  const live = useQuery({
    ...overviewQuery(storeId, range, "live"),
    placeholderData: keepPreviousData,
  });
  const only = live.data !== undefined && !traded(live.data) && live.data.test_orders > 0;
  const payments: Payments = chosen ?? (only ? "test" : "live");
  const test = useQuery({
    ...overviewQuery(storeId, range, "test"),
    placeholderData: keepPreviousData,
    enabled: payments === "test",
  });
  return {
    query: payments === "test" ? test : live,
    payments,
    /** Whether that is so for good: before, figures of one kind would give way to the other. */
    decided: chosen !== null || live.data !== undefined || live.isError,
    /** Whether there is something to choose between. */
    choice: chosen !== null || (live.data?.test_orders ?? 0) > 0,
  };
}
