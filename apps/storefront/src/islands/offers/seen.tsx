"use client";

import { useEffect } from "react";
import { call } from "../call";

/** Counts offers as shown, once per page. A count alone: nothing says by whom. */
export function Seen({ ids }: { ids: string[] }) {
  const told = ids.join();
  useEffect(() => {
    void call("/api/offers", { method: "POST", body: { ids: told.split(",") } });
  }, [told]);
  return null;
}
