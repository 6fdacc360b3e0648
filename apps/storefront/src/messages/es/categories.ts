/** Spanish: see en/categories.ts. */

import type { categories as categoriesEn } from "../en/categories";
import type { Translated } from "../spell";

export const categories: Translated<typeof categoriesEn> = {
  title: "Categorías",
  count: "{0} {0|producto|productos}",
  empty: "Aún no hay categorías",
  emptyText: "Por ahora todo está en una sola lista.",
};
