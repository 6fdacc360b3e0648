"use client";

import { useEffect, useRef } from "react";
import type { Totals } from "@/lib/api-types";
import { isSame } from "./rates";

/**
 * A press that comes while the sum is asked anew is kept until the answer: the same sum is bought,
 * another one is shown first. Whoever pressed before any sum was there sees it first, too.
 *
 * @param summing Whether the sum is being asked.
 * @param known The sum on the screen; null while there is none.
 */
export function usePress(
  summing: boolean,
  known: Totals | null,
  buy: () => void,
  show: (totals: Totals) => void,
): { keep: () => void; drop: () => void } {
  const seen = useRef<Totals | null>(null);
  const kept = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a press goes on once, with the answer
  useEffect(() => {
    if (summing) return;
    const before = seen.current;
    seen.current = known;
    if (!kept.current) return;
    kept.current = false;
    // Without a sum the form says what is amiss.
    if (known === null || (before !== null && isSame(before, known))) buy();
    else show(known);
  }, [summing, known?.total.amount, known?.due.amount, known?.total.currency]);
  return {
    keep: () => {
      kept.current = true;
    },
    drop: () => {
      kept.current = false;
    },
  };
}
