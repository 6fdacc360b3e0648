"use client";

import { useEffect, useState } from "react";
import type { CheckoutState } from "@/lib/api-types";
import { call } from "../call";

export type Seen =
  | { kind: "looking" }
  | { kind: "offline" }
  | { kind: "unknown" }
  /** `slow`: it has been processing for longer than it usually takes. */
  | { kind: "known"; checkout: CheckoutState; slow: boolean };

interface Unknown {
  state: "unknown";
  elsewhere: string | null;
}

/** Pauses between looks, in ms: quick at first, then patient. */
const PAUSES = [700, 1000, 1500, 2000, 3000, 4000, 5000];
const SLOW_AFTER = 12;
const OPEN = new Set(["processing"]);

/**
 * Looks at a checkout until it is decided. A checkout that is still `awaiting_payment` right after
 * the return may only be waiting for the provider's message: it is given a few looks too.
 */
export function useCheckoutState(id: string | null, round: number): Seen {
  const [seen, setSeen] = useState<Seen>({ kind: "looking" });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the round only starts again
  useEffect(() => {
    if (id === null) return;
    if (id === "") {
      setSeen({ kind: "unknown" });
      return;
    }
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const look = async (turn: number) => {
      const reply = await call<CheckoutState | Unknown>(`/api/checkout/${encodeURIComponent(id)}`);
      if (over) return;
      const again = () => {
        timer = setTimeout(() => look(turn + 1), PAUSES[Math.min(turn, PAUSES.length - 1)]);
      };
      if (!reply.ok) {
        setSeen({ kind: "offline" });
        return again();
      }
      if (reply.data.state === "unknown") {
        const { elsewhere } = reply.data as Unknown;
        const moved = new URLSearchParams(window.location.search).has("moved");
        if (elsewhere && !moved) return window.location.replace(elsewhere);
        setSeen({ kind: "unknown" });
        return;
      }
      const checkout = reply.data as CheckoutState;
      setSeen({ kind: "known", checkout, slow: turn >= SLOW_AFTER });
      const waiting = checkout.state === "awaiting_payment" && turn < 4;
      if (OPEN.has(checkout.state) || waiting) again();
    };
    void look(0);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [id, round]);
  return seen;
}
