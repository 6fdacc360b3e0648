"use client";

import { type ComponentType, useEffect, useState } from "react";
import type { RecentProps } from "./recent-row";

/** What was looked at before. It stands far below, so its code comes when the page is done. */
export function Recent(props: RecentProps) {
  const [Row, setRow] = useState<ComponentType<RecentProps> | null>(null);
  useEffect(() => {
    void import("./recent-row").then((loaded) => setRow(() => loaded.RecentRow));
  }, []);
  return Row && <Row {...props} />;
}
