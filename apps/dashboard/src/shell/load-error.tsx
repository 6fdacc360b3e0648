"use client";

import { ErrorState } from "@ecomm/ui/states";
import type { LoadTrouble } from "./trouble";

/** What did not load, why, and a way to try again. */
export function LoadError({ error }: { error: LoadTrouble }) {
  // Trying again gives nobody another role.
  if (error.forbidden) return <p className="p-4 text-13 text-muted">{error.text}</p>;
  return (
    <ErrorState onRetry={error.retry} {...(error.reference ? { reference: error.reference } : {})}>
      {error.text}
    </ErrorState>
  );
}
