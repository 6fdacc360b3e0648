"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { ShippingRates } from "@/data/types";
import { call } from "../call";
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

/** Ways to ship to a country, asked anew when the country or the bag changes. */
export function useRates(country: string, bag: string): Rates {
  const [state, setState] = useState<RatesState>({ phase: "none" });
  const [rateId, setRateId] = useState("");
  const [round, setRound] = useState(0);
  const chosen = useRef("");
  const turn = useRef(0);

  const load = useCallback(async (to: string, rate: string, quiet: boolean) => {
    turn.current += 1;
    const mine = turn.current;
    if (!quiet) setState({ phase: "loading" });
    const query = new URLSearchParams({ country: to, ...(rate ? { rate } : {}) });
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
    void load(country, chosen.current, false);
  }, [country, bag, round, load]);

  const choose = (id: string) => {
    chosen.current = id;
    setRateId(id);
    void load(country, id, true);
  };
  return { state, rateId, choose, reload: () => setRound((n) => n + 1) };
}
