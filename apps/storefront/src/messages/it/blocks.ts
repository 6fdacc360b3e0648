/** Italian: see en/blocks.ts. */

import type { blocks as blocksEn } from "../en/blocks";
import type { Translated } from "../spell";

export const blocks: Translated<typeof blocksEn> = {
  shopNow: "Vedi tutti i prodotti",
  featured: "Novità in negozio",
  seeAll: "Vedi tutti i {0}",
  categories: "Trovi il suo angolo",
  trust: "Su cosa può contare",
  faq: "Buono a sapersi",
  add: "Aggiungi al carrello",
  choose: "Scegli",
  welcome: "Benvenuti da {0}.",
};
