/** German: see en/collections.ts. */

import type { collections as collectionsEn } from "../en/collections";
import type { Translated } from "../spell";

export const collections: Translated<typeof collectionsEn> = {
  title: "Kollektionen",
  count: "{0} {0|Produkt|Produkte}",
  empty: "Noch keine Kollektionen",
  emptyText: "Vorerst steht alles in einer Liste.",
};
