/** German: see en/blocks.ts. */

import type { blocks as blocksEn } from "../en/blocks";
import type { Translated } from "../spell";

export const blocks: Translated<typeof blocksEn> = {
  shopNow: "Alle Produkte ansehen",
  featured: "Neu im Shop",
  seeAll: "Alle {0} ansehen",
  categories: "Stöbern nach Kategorie",
  trust: "Darauf können Sie zählen",
  faq: "Gut zu wissen",
  add: "In den Warenkorb",
  choose: "Auswählen",
  welcome: "Willkommen bei {0}.",
};
