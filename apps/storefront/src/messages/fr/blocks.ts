/** French: see en/blocks.ts. */

import type { blocks as blocksEn } from "../en/blocks";
import type { Translated } from "../spell";

export const blocks: Translated<typeof blocksEn> = {
  shopNow: "Voir tous les produits",
  featured: "Nouveau en boutique",
  seeAll: "Voir les {0}",
  categories: "Trouvez votre rayon",
  trust: "Ce sur quoi vous pouvez compter",
  faq: "Bon à savoir",
  add: "Ajouter au panier",
  choose: "Choisir",
  welcome: "Bienvenue chez {0}.",
};
