/** French: see en/help.ts. */

import type { asking as askingEn, card as cardEn, track as trackEn } from "../en/help";
import type { Translated } from "../spell";

export const asking: Translated<typeof askingEn> = {
  slow: "Trop d’essais. Attendez un instant, puis réessayez.",
  lost: "Cela ne nous est pas parvenu. Réessayez.",
};

export const card: Translated<typeof cardEn> = {
  title: "Solde d’une carte cadeau",
  lead: "Le code se trouve dans l’e-mail de la carte.",
  code: "Code de la carte cadeau",
  codeHint: "16 signes ; espaces et tirets ne comptent pas.",
  go: "Afficher le solde",
  none: "Aucune carte cadeau n’a ce code. Cherchez un signe mal lu.",
  holds: "Carte cadeau se terminant par {0}",
  until: "Elle est valable jusqu’au {0}.",
  forever: "Elle n’expire pas.",
  states: {
    active: "",
    off: "Cette carte est désactivée. Écrivez-nous si cela vous surprend.",
    expired: "Cette carte a expiré.",
    empty: "Tout son montant a été dépensé.",
  },
  another: "Consulter une autre carte",
  shop: "Vers la boutique",
};

export const track: Translated<typeof trackEn> = {
  title: "Suivre une commande",
  lead: "Les deux figurent dans la confirmation envoyée.",
  number: "Numéro de commande",
  numberHint: "Chiffres seulement, par exemple 1001.",
  badNumber: "Un numéro de commande n’a que des chiffres, comme 1001.",
  email: "E-mail de la commande",
  go: "Voir où elle est",
  going: "Un instant",
  none: "Aucune commande n’a ce numéro et cette adresse. Regardez la confirmation ou écrivez-nous.",
  waiting: "{0} {0|pièce est|pièces sont} encore en préparation.",
  pieces: "{0} {0|pièce|pièces}",
  another: "Suivre une autre commande",
  more: "Le lien de votre confirmation montre toute la commande et tout ce que vous pouvez en faire.",
};
