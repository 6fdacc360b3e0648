/** Dutch: see en/categories.ts. */

import type { categories as categoriesEn } from "../en/categories";
import type { Translated } from "../spell";

export const categories: Translated<typeof categoriesEn> = {
  title: "Categorieën",
  count: "{0} {0|product|producten}",
  empty: "Nog geen categorieën",
  emptyText: "Voorlopig staat alles in één lijst.",
};
