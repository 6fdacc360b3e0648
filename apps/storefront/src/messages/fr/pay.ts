/** French: see en/pay.ts. */

import type { pay as payEn } from "../en/pay";
import type { Translated } from "../spell";

export const pay: Translated<typeof payEn> = {
  title: "Payer votre commande",
  heading: "Votre commande {0}",
  lead: "Voici ce que nous avons préparé pour vous. Rien n’est acheté avant que vous payiez.",
  loading: "Chargement de votre commande",
  articles: "Articles",
  discount: "Remise, {0}",
  delivery: "Livraison, {0}",
  free: "offert",
  tax: "Taxes",
  taxIncluded: "dont {0} de taxes",
  total: "Total",
  shipsTo: "Destination",
  do: "Payer {0}",
  doFree: "Confirmer la commande",
  busy: "Un instant",
  cancelled: "Vous n’avez pas payé, donc rien n’est acheté.",
  changed: "Quelque chose a changé depuis l’ouverture de cette page. Regardez-la de nouveau.",
  soldOut: "Une partie s’est épuisée entre-temps. Écrivez à la boutique.",
  problem: {
    sold_out: "Épuisé",
    not_enough: "Pas assez en stock",
    unavailable: "N’est plus en vente",
  },
  refused: "Le paiement n’a pas pu commencer. Réessayez dans un instant.",
  processing: "Votre paiement est en cours de confirmation",
  processingText: "Cela prend quelques secondes. Vous pouvez rester ici ou fermer la page.",
  paid: "Merci, c’est payé",
  paidText: "C’est maintenant la commande {0}. Une confirmation est en route vers vous.",
  toOrder: "Voir la commande",
  missing: "Nous ne pouvons pas montrer cette commande",
  missingText: "Le lien est peut-être incomplet, ou la boutique a repris la commande.",
  failed: "Nous n’arrivons pas à joindre la boutique",
  failedText: "Rien n’est perdu. Réessayez dans un instant.",
  retry: "Réessayer",
  home: "Vers la boutique",
  test: "Mode test : aucun argent ne circule.",
};
