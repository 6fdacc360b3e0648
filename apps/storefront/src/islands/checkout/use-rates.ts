"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { ShippingRates } from "@/lib/api-types";
import { call } from "../call";
import type { Fields } from "./form-state";
import { firstRate } from "./rates";

export type RatesState =
  | { phase: "none" }
  | { phase: "loading" }
  | { phase: "failed" }
  | { phase: "ready"; found: ShippingRates };

export interface Rates {
  state: RatesState;
  rateId: string;
  choose: (rateId: string) => void;
  reload: () => void;
}

type Place = Pick<Fields, "country" | "state" | "postal_code">;

/** Ways to ship to a place, asked anew when the place or the bag changes. */
export function useRates(
  { country, state: region, postal_code }: Place,
  bag: string,
  credit: boolean,
): Rates {
  const [state, setState] = useState<RatesState>({ phase: "none" });
  const [rateId, setRateId] = useState("");
  const [round, setRound] = useState(0);
  const chosen = useRef("");
  const turn = useRef(0);
  const shown = useRef("");

  const load = useCallback(async (to: Place, rate: string, credit: boolean, quiet: boolean) => {
    turn.current += 1;
    const mine = turn.current;
    if (!quiet) setState({ phase: "loading" });
    const query = new URLSearchParams({
      ...to,
      ...(rate ? { rate } : {}),
      ...(credit ? { credit: "1" } : {}),
    });
    const reply = await call<ShippingRates>(`/api/cart/shipping-rates?${query}`);
    if (mine !== turn.current) return; // a later question is on its way
    if (!reply.ok) {
      if (!quiet) setState({ phase: "failed" });
      return;
    }
    setState({ phase: "ready", found: reply.data });
    if (!quiet) {
      chosen.current = firstRate(reply.data.rates, rate);
      setRateId(chosen.current);
    }
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the bag and the round only ask again
  useEffect(() => {
    if (country === "" || bag === "") {
      turn.current += 1;
      setState({ phase: "none" });
      setRateId("");
      return;
    }
    // Taxes and zones may depend on the state and the postcode: while they are typed, wait a little.
    const wait = setTimeout(
      () => load({ country, state: region, postal_code }, chosen.current, credit, false),
      shown.current === country ? 400 : 0,
    );
    shown.current = country;
    return () => clearTimeout(wait);
  }, [country, region, postal_code, bag, credit, round, load]);

  const choose = (id: string) => {
    chosen.current = id;
    setRateId(id);
    void load({ country, state: region, postal_code }, id, credit, true);
  };
  return { state, rateId, choose, reload: () => setRound((n) => n + 1) };
}
