/** Spanish: see en/collections.ts. */

import type { collections as collectionsEn } from "../en/collections";
import type { Translated } from "../spell";

export const collections: Translated<typeof collectionsEn> = {
  title: "Colecciones",
  count: "{0} {0|producto|productos}",
  empty: "Aún no hay colecciones",
  emptyText: "Por ahora todo está en una sola lista.",
};
