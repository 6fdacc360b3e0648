/** German: see en/categories.ts. */

import type { categories as categoriesEn } from "../en/categories";
import type { Translated } from "../spell";

export const categories: Translated<typeof categoriesEn> = {
  title: "Kategorien",
  count: "{0} {0|Produkt|Produkte}",
  empty: "Noch keine Kategorien",
  emptyText: "Vorerst steht alles in einer Liste.",
};
