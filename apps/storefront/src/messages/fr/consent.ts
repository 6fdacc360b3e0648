/** French: see en/consent.ts. */

import type { consent as consentEn } from "../en/consent";
import type { Translated } from "../spell";

export const consent: Translated<typeof consentEn> = {
  title: "Pouvons-nous distinguer vos visites ?",
  counted: "Nous comptons ce qui est regardé dans cette boutique sans savoir par qui.",
  agreeing:
    "Si vous acceptez, ce navigateur reçoit un numéro aléatoire, afin que nous voyions combien de personnes reviennent.",
  yours: "Personne d’autre ne le reçoit, et vous pouvez revenir sur votre choix à tout moment.",
  agree: "Accepter",
  refuse: "Refuser",
  privacy: "Politique de confidentialité",
  choices: "Choix de confidentialité",
  agreed: "Vous avez accepté le {0}. Ce navigateur a un numéro aléatoire.",
  refused: "Vous avez refusé le {0}. Rien ne distingue ce navigateur.",
  objected:
    "Votre navigateur demande à ne pas être suivi, et nous le respectons : rien ne le distingue.",
  takeBack: "Retirer mon accord",
  save: "Enregistrer ce qui est conservé",
  saved: "Le fichier contient tout ce qui est conservé sur ce navigateur.",
  forgotten: "Accord retiré. Ce qui a été compté ne dit plus qu’il s’agissait de ce navigateur.",
  close: "Fermer",
  failed: "Cela n’a pas fonctionné. Réessayez dans un instant.",
};
