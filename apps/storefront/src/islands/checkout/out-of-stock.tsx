"use client";

import { useEffect, useRef, useState } from "react";
import { useWords } from "#words";
import { Icon } from "@/components/icon";
import type { Cart, CartLine } from "@/lib/api-types";

import type { ProblemDetail } from "../call";
import { setQuantity } from "../cart/store";

export interface Shortage {
  line: CartLine;
  left: number;
}

/** Lines of which less is left than wanted, out of the API's refusal and the bag itself. */
export function shortages(cart: Cart, details: readonly ProblemDetail[]): Shortage[] {
  return cart.lines.flatMap((line) => {
    const told = details.find((detail) => detail.variant_id === line.variant_id);
    if (told) return [{ line, left: Math.max(0, told.available ?? 0) }];
    if (line.problem === "sold_out" || line.problem === "unavailable") return [{ line, left: 0 }];
    return line.problem === "not_enough" ? [{ line, left: line.available ?? 0 }] : [];
  });
}

/** Sold out between bag and payment: what is left, and one button that takes it. */
export function OutOfStock({ short, onFixed }: { short: Shortage[]; onFixed: () => void }) {
  const words = useWords("checkout");
  const [busy, setBusy] = useState(false);
  const box = useRef<HTMLElement>(null);
  useEffect(() => box.current?.focus(), []);

  const fix = async () => {
    setBusy(true);
    const done: boolean[] = [];
    for (const { line, left } of short) done.push(await setQuantity(line, left));
    setBusy(false);
    if (done.every(Boolean)) onFixed();
  };

  return (
    <section className="panel till-alert" role="alert" tabIndex={-1} ref={box}>
      <h2>{words.outOfStock}</h2>
      <ul className="stack">
        {short.map(({ line, left }) => (
          <li key={line.id} className="error">
            <Icon name="info" />
            <span>{left > 0 ? words.outLeft(line.title, left) : words.outSold(line.title)}</span>
          </li>
        ))}
      </ul>
      <p className="small muted">{words.outNothing}</p>
      <button
        type="button"
        className="btn btn-primary"
        aria-busy={busy}
        disabled={busy}
        onClick={fix}
      >
        {words.outFix}
      </button>
    </section>
  );
}
