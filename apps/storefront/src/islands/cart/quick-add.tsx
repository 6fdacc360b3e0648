"use client";

import { useState } from "react";
import { useWords } from "#words";
import { Icon } from "@/components/icon";

import { addToCart } from "./store";

export interface QuickAddProps {
  variantId: string;
  title: string;
  /** Words on the button; without them it is the round plus of a card. */
  label?: string;
  /** The offer it stands in. */
  offer?: string;
}

/** Adds a product of one variant without opening its page. */
export function QuickAdd({ variantId, title, label, offer }: QuickAddProps) {
  const common = useWords("common");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const add = async () => {
    if (busy) return;
    setBusy(true);
    setProblem(await addToCart(variantId, 1, title, offer));
    setBusy(false);
  };

  return (
    <>
      {label ? (
        <button
          type="button"
          className="btn btn-primary btn-small push"
          aria-busy={busy}
          onClick={add}
        >
          {label}
          <span className="sr-only">: {title}</span>
        </button>
      ) : (
        <button
          type="button"
          className="icon-btn add"
          aria-label={common.addNamed(title)}
          aria-busy={busy}
          onClick={add}
        >
          <Icon name="plus" />
        </button>
      )}
      {problem && (
        <span role="alert" className="card-problem">
          {problem}
        </span>
      )}
    </>
  );
}
