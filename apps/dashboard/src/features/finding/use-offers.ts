"use client";

import { useQueries } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type Offer, offerQuery } from "@/api/suppliers";
import { supplierTrouble } from "@/features/suppliers/trouble";

const AT_ONCE = 2;

export interface Told {
  offer: Offer | undefined;
  failed: boolean;
  retry: () => void;
}

/**
 * What the supplier says of each of these products, asked two at a time from the first on: a
 * supplier counts requests. Once it fails for all (no answer, no credentials) nothing more is asked
 * by itself.
 */
export function useOffers(
  store: string,
  supplier: string,
  ids: readonly string[],
  on: boolean,
): Map<string, Told> {
  const [allowed, setAllowed] = useState(AT_ONCE);
  const results = useQueries({
    queries: ids.map((id, at) => ({
      ...offerQuery(store, supplier, id),
      enabled: on && at < allowed,
    })),
  });
  const settled = results.filter((one) => one.data !== undefined || one.isError).length;
  const stopped = results.some(
    (one) => one.isError && !["declined", "unknown"].includes(supplierTrouble(one.error)),
  );
  useEffect(() => {
    if (!stopped) setAllowed(settled + AT_ONCE);
  }, [settled, stopped]);
  return new Map(
    results.flatMap((one, at) => {
      const id = ids[at];
      if (id === undefined) return [];
      const waits = stopped && one.data === undefined && !one.isFetching;
      const told: Told = {
        offer: one.data,
        failed: one.isError || (on && waits),
        retry: () => {
          one.refetch();
        },
      };
      return [[id, told] as const];
    }),
  );
}
