"use client";

import { ErrorState } from "@ecomm/ui/states";
import type { LoadTrouble } from "./trouble";

/** What did not load, why, and a way to try again. */
export function LoadError({ error }: { error: LoadTrouble }) {
  return (
    <ErrorState onRetry={error.retry} {...(error.reference ? { reference: error.reference } : {})}>
      {error.text}
    </ErrorState>
  );
}
