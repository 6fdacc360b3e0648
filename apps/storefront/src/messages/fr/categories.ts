/** French: see en/categories.ts. */

import type { categories as categoriesEn } from "../en/categories";
import type { Translated } from "../spell";

export const categories: Translated<typeof categoriesEn> = {
  title: "Catégories",
  count: "{0} {0|produit|produits}",
  empty: "Pas encore de catégories",
  emptyText: "Pour l’instant, tout est dans une seule liste.",
};
