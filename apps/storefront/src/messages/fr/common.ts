/** French: see en/common.ts. */

import type { common as commonEn } from "../en/common";
import type { Translated } from "../spell";

export const common: Translated<typeof commonEn> = {
  skip: "Aller au contenu",
  home: "Accueil",
  shop: "Boutique",
  allProducts: "Tous les produits",
  search: "Rechercher",
  searchLabel: "Rechercher dans la boutique",
  menu: "Menu",
  close: "Fermer",
  mainNav: "Principal",
  breadcrumb: "Fil d’Ariane",
  before: "Avant",
  now: "Maintenant",
  from: "Dès",
  save: "−{0} %",
  less: "−{0} %",
  soldOut: "Épuisé",
  free: "Offert",
  addNamed: "Ajouter {0} au panier",
  chooseNamed: "Choisir une variante de {0}",
  noPicture: "Pas encore d’image",
  testMode: "Mode test : les commandes passées ici ne sont pas réelles.",
  freeFrom: "Livraison offerte dès {0}",
  shipsTo: "Livraison : {0}",
  shipsToMore: "{0} et {1} {1|autre pays|autres pays}",
  shipsToWorld: "Livraison dans le monde entier",
  shipsToMany: "Livraison dans {0} pays",
  closedNotice: "Vous pouvez regarder ; les commandes ouvrent bientôt.",
  field: {
    missing: "À remplir.",
    email: "Ce n’est pas une adresse e-mail complète, comme name@example.com.",
    short: "C’est trop court : au moins {0} signes.",
    wrong: "Cela ne convient pas ici.",
  },
};
