/** Italian: see en/footer.ts. */

import type { footer as footerEn } from "../en/footer";
import type { Translated } from "../spell";

export const footer: Translated<typeof footerEn> = {
  shop: "Negozio",
  help: "Aiuto",
  policies: "Informazioni legali",
  bag: "Il suo carrello",
  more: "Altro",
  questions: "Alle domande risponde una persona:",
  taxIncluded: "Prezzi tasse incluse.",
  taxAdded: "Le tasse si aggiungono alla cassa.",
  rights: "© {0} {1}.",
  write: "Ci scriva",
  categories: "Tutte le categorie",
};
