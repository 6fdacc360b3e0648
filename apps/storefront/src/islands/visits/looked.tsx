"use client";

import { useEffect } from "react";

/** Tells the shop that a product is looked at. */
export function Looked({ product }: { product: string }) {
  useEffect(() => {
    void import("./telling").then(({ lookedAtProduct }) => lookedAtProduct(product));
  }, [product]);
  return null;
}
