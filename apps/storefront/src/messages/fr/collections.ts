/** French: see en/collections.ts. */

import type { collections as collectionsEn } from "../en/collections";
import type { Translated } from "../spell";

export const collections: Translated<typeof collectionsEn> = {
  title: "Collections",
  count: "{0} {0|produit|produits}",
  empty: "Pas encore de collections",
  emptyText: "Pour l’instant, tout est dans une seule liste.",
};
