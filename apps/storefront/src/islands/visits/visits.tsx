"use client";

import { usePathname } from "next/navigation";
import { useEffect } from "react";

/** Tells the shop that a page is looked at. Its code comes when the page is done. */
export function Visits({ shop }: { shop: string }) {
  const path = usePathname();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each address is another page
  useEffect(() => {
    void import("./telling").then(({ lookedAtPage }) => lookedAtPage(shop));
  }, [shop, path]);
  return null;
}
