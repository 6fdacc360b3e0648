/** French: see en/footer.ts. */

import type { footer as footerEn } from "../en/footer";
import type { Translated } from "../spell";

export const footer: Translated<typeof footerEn> = {
  shop: "Boutique",
  help: "Aide",
  policies: "Informations légales",
  bag: "Votre panier",
  more: "Plus",
  questions: "Une personne répond à vos questions :",
  taxIncluded: "Prix taxes comprises.",
  taxAdded: "Les taxes s’ajoutent à la caisse.",
  rights: "© {0} {1}.",
  write: "Écrivez-nous",
  categories: "Toutes les catégories",
};
