/** Italian: see en/collections.ts. */

import type { collections as collectionsEn } from "../en/collections";
import type { Translated } from "../spell";

export const collections: Translated<typeof collectionsEn> = {
  title: "Collezioni",
  count: "{0} {0|prodotto|prodotti}",
  empty: "Ancora nessuna collezione",
  emptyText: "Per ora tutto è in una sola lista.",
};
