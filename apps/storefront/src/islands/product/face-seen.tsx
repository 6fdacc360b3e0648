"use client";

import { useEffect } from "react";
import { lotsIn } from "@/lib/ab-tests";

/** Says once in a visit that this browser was shown its face of a product under test. */
export function FaceSeen({ slug }: { slug: string }) {
  useEffect(() => {
    for (const lot of lotsIn(document.cookie)) {
      if (lot.productSlug !== slug) continue;
      const mark = `ecomm:ab:${lot.testId}`;
      try {
        if (sessionStorage.getItem(mark) !== null) continue;
        sessionStorage.setItem(mark, "1");
      } catch {
        // a browser without storage says it on every page; it is counted once all the same
      }
      void fetch("/api/ab-tests", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        credentials: "same-origin",
        keepalive: true,
        body: JSON.stringify({ test_id: lot.testId }),
      }).catch(() => undefined);
    }
  }, [slug]);
  return null;
}
