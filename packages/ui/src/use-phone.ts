"use client";

import { useSyncExternalStore } from "react";

const QUERY = "(max-width: 56.24rem)";

function subscribe(notify: () => void): () => void {
  const media = window.matchMedia(QUERY);
  media.addEventListener("change", notify);
  return () => media.removeEventListener("change", notify);
}

/** Whether the page is as narrow as a phone. For what CSS cannot decide, such as a chart's ticks. */
export function usePhone(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(QUERY).matches,
    () => false,
  );
}
