/** French: see en/not-found.ts. */

import type { notFound as notFoundEn } from "../en/not-found";
import type { Translated } from "../spell";

export const notFound: Translated<typeof notFoundEn> = {
  title: "Cette page n’est pas dans nos rayons",
  text: "Elle a déménagé ou n’a jamais existé. Votre panier est en sécurité.",
  all: "Voir tous les produits",
  home: "Page d’accueil",
};
