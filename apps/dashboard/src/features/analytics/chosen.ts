"use client";

import { dayOf } from "@ecomm/ui/lib/dates";
import { useSearchParams } from "next/navigation";
import type { Asked } from "@/api/analytics";
import type { Store } from "@/api/stores";
import { readPayments, useSales } from "@/features/overview/sales";
import { useStore } from "@/features/stores/store-context";
import { asked, readDays } from "./period";

export interface Chosen {
  store: Store;
  asked: Asked;
  test: boolean;
  search: URLSearchParams;
  set: (changes: Record<string, string | null>) => void;
  /** Whether there are real and test orders to choose between. */
  choice: boolean;
}

/** The days and the orders of a report, as the address says. */
export function useChosen(): Chosen {
  const store = useStore();
  const search = new URLSearchParams(useSearchParams());
  const days = readDays(search, dayOf(new Date(), store.timezone));
  const sales = useSales(store.id, "90d", readPayments(search.get("payments")));
  const set = (changes: Record<string, string | null>) => {
    const next = new URLSearchParams(search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) next.delete(name);
      else next.set(name, value);
    }
    window.history.pushState(null, "", `?${next}`);
  };
  return {
    store,
    asked: asked(days, sales.payments),
    test: sales.payments === "test",
    search,
    set,
    choice: sales.choice,
  };
}
