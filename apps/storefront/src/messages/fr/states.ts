/** French: see en/states.ts. */

import type { states as statesEn } from "../en/states";
import type { Translated } from "../spell";

export const states: Translated<typeof statesEn> = {
  pausedTitle: "Nous sommes fermés un instant",
  pausedNamed: "{0} est fermé un instant",
  pausedText: "La boutique rouvre bientôt. Les commandes déjà passées suivent leur cours.",
  pausedMail: "Des questions sur une commande ?",
  missingTitle: "Il n’y a pas de boutique ici",
  missingText: "L’adresse contient peut-être une faute, ou la boutique a fermé pour de bon.",
  pickTitle: "Quelle boutique ?",
  pickText:
    "Cette vitrine sert toutes les boutiques de la plateforme. Chacune a sa propre adresse ; ici, vous pouvez aussi en choisir une par son nom.",
  pickDemo: "Ouvrir la boutique de démonstration",
  pickLabel: "Nom dans l’adresse de la boutique",
  pickOpen: "Ouvrir",
  pickHint: "La même boutique répond aussi à {0}",
};
