/** Italian: see en/categories.ts. */

import type { categories as categoriesEn } from "../en/categories";
import type { Translated } from "../spell";

export const categories: Translated<typeof categoriesEn> = {
  title: "Categorie",
  count: "{0} {0|prodotto|prodotti}",
  empty: "Ancora nessuna categoria",
  emptyText: "Per ora tutto è in una sola lista.",
};
