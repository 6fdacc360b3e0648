import type { Inventory } from "@/api/products";

/** A variant as it is spoken of: "Dune Cups, Snow". */
export const variantName = (row: Inventory): string =>
  [row.product_title, row.variant_title].filter(Boolean).join(", ");
