/** Dutch: see en/collections.ts. */

import type { collections as collectionsEn } from "../en/collections";
import type { Translated } from "../spell";

export const collections: Translated<typeof collectionsEn> = {
  title: "Collecties",
  count: "{0} {0|product|producten}",
  empty: "Nog geen collecties",
  emptyText: "Voorlopig staat alles in één lijst.",
};
