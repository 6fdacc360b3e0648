/** French: see en/newsletter.ts. */

import type { newsletter as newsletterEn } from "../en/newsletter";
import type { Translated } from "../spell";

export const newsletter: Translated<typeof newsletterEn> = {
  title: "Les nouvelles de {0}",
  label: "E-mail",
  go: "S’abonner",
  terms:
    "Les nouvelles et les offres de cette boutique par e-mail. Nous vous envoyons d’abord un e-mail à confirmer. Vous pouvez vous désinscrire à tout moment, par le lien de chaque e-mail.",
  trap: "Laissez ce champ vide",
  sent: "Veuillez consulter vos e-mails",
  sentText:
    "Si cette adresse est nouvelle ici, un e-mail avec un lien est en route. Vous recevrez les nouvelles dès que vous aurez confirmé.",
  confirm: "Confirmer votre adresse",
  confirmText: "Voulez-vous recevoir les nouvelles et les offres de {0} par e-mail ?",
  confirmGo: "Oui, m’abonner",
  done: "Vous êtes sur la liste",
  doneText: "Chaque e-mail contient un lien de désinscription.",
  over: "Ce lien n’est plus valable",
  overText:
    "Il est trop ancien, ou vous vous êtes désinscrit depuis. Vous pouvez vous réabonner au pied de chaque page.",
  failed: "Cela n’a pas fonctionné",
  failedText: "Vérifiez l’adresse et réessayez dans une minute.",
  shop: "Vers la boutique",
};
