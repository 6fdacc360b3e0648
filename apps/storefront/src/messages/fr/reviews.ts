/** French: see en/reviews.ts. */

import type { reviews as reviewsEn } from "../en/reviews";
import type { Translated } from "../spell";

export const reviews: Translated<typeof reviewsEn> = {
  title: "Avis",
  none: "Personne n’a encore donné son avis.",
  average: "{0} sur 5",
  count: "Avis : {0}",
  stars: "{0} étoiles sur 5",
  verified: "Achat vérifié",
  imported: "Repris par la boutique",
  nameless: "Sans nom",
  shopSays: "Réponse de la boutique",
  ask: "Cela vous plaît ?",
  askText: "Votre avis aide les autres à choisir. Il est montré sous ce nom : {0}.",
  rating: "Votre note",
  headline: "Titre (facultatif)",
  words: "Vos mots (facultatif)",
  send: "Envoyer l’avis",
  sending: "Envoi",
  thanks: "Merci. Votre avis est dans la boutique.",
  waits: "Merci. La boutique regarde votre avis avant de le montrer.",
  declined: "La boutique ne montre pas cet avis.",
  yours: "Votre avis",
  takeBack: "Retirer",
  choose: "Choisissez d’une à cinq étoiles.",
  lost: "Cela ne nous est pas parvenu. Réessayez.",
  add: "Ajouter des images",
  picture: "Image {0}",
};
