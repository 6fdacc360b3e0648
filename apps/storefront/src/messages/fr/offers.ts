/** French: see en/offers.ts. */

import type { offers as offersEn } from "../en/offers";
import type { Translated } from "../spell";

export const offers: Translated<typeof offersEn> = {
  volume: "Achetez plus, payez moins pièce",
  quantity: "Quantité",
  each: "Pièce",
  save: "Vous économisez",
  from: "{0} ou plus",
  one: "1",
  less: "{0} %",
  countLine: "Les pièces d’une même sorte comptent ensemble.",
  countProduct: "Toutes les sortes de ce produit comptent ensemble.",
  countSelection: "Tous les produits de cette offre comptent ensemble.",
  bundles: "Moins cher ensemble",
  units: "{0} × {1}",
  alone: "{0} séparément",
  addBundle: "Ajouter le lot",
  deal: "Avec : {0}",
  partOf: "Fait partie de {0}",
  more: "Plus pour votre panier",
  inside: "Ce qu’il contient",
};
