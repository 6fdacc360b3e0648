/** Dutch: see en/blocks.ts. */

import type { blocks as blocksEn } from "../en/blocks";
import type { Translated } from "../spell";

export const blocks: Translated<typeof blocksEn> = {
  shopNow: "Alle producten bekijken",
  featured: "Nieuw in de winkel",
  seeAll: "Bekijk alle {0}",
  categories: "Vind uw hoek",
  trust: "Waar u op kunt rekenen",
  faq: "Goed om te weten",
  add: "In winkelwagen",
  choose: "Kiezen",
  welcome: "Welkom bij {0}.",
};
