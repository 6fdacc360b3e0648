/** Dutch: see en/footer.ts. */

import type { footer as footerEn } from "../en/footer";
import type { Translated } from "../spell";

export const footer: Translated<typeof footerEn> = {
  shop: "Winkel",
  help: "Hulp",
  policies: "Voorwaarden",
  bag: "Uw winkelwagen",
  more: "Meer",
  questions: "Vragen bereiken een mens:",
  taxIncluded: "Prijzen inclusief btw.",
  taxAdded: "Btw komt er bij de kassa bij.",
  rights: "© {0} {1}.",
  write: "Schrijf ons",
  categories: "Alle categorieën",
};
