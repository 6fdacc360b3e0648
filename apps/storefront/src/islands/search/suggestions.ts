import { useEffect, useState } from "react";
import type { Suggested } from "@/lib/api-types";
import { call } from "../call";

/** Letters from which on something is looked for. */
const LEAST = 2;
/** Milliseconds of rest after a key. */
const REST = 120;

export interface Suggestions {
  /** What they belong to. */
  term: string;
  products: Suggested["products"];
  corrected: string | null;
  /** There was no answer. */
  away: boolean;
}

/** The best matches for what stands in a field; null before the first answer and for too little. */
export function useSuggestions(typed: string): Suggestions | null {
  const [found, setFound] = useState<Suggestions | null>(null);
  const term = typed.trim();

  useEffect(() => {
    if (term.length < LEAST) {
      setFound(null);
      return;
    }
    // An answer that comes after the next key is no answer any more.
    let wanted = true;
    const timer = setTimeout(async () => {
      const reply = await call<Suggested>(`/api/search?${new URLSearchParams({ q: term })}`);
      if (!wanted) return;
      const { products, corrected } = reply.ok ? reply.data : { products: [], corrected: null };
      setFound({ term, products, corrected, away: !reply.ok });
    }, REST);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [term]);

  return found;
}
