"use client";

import { useWords } from "#words";
import { openChoices } from "./choice";

/** In the foot of every page: what was chosen, and how to take it back. */
export function ChoicesButton() {
  const words = useWords("consent");
  return (
    <button type="button" className="foot-button" onClick={() => openChoices(true)}>
      {words.choices}
    </button>
  );
}
