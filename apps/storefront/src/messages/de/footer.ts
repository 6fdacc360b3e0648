/** German: see en/footer.ts. */

import type { footer as footerEn } from "../en/footer";
import type { Translated } from "../spell";

export const footer: Translated<typeof footerEn> = {
  shop: "Shop",
  help: "Hilfe",
  policies: "Rechtliches",
  bag: "Ihr Warenkorb",
  more: "Mehr",
  questions: "Fragen erreichen einen Menschen:",
  taxIncluded: "Preise inkl. Steuer.",
  taxAdded: "Steuer kommt an der Kasse hinzu.",
  rights: "© {0} {1}.",
  write: "Schreiben Sie uns",
  categories: "Alle Kategorien",
};
