/** French: see en/outcome.ts. */

import type { outcome as outcomeEn } from "../en/outcome";
import type { Translated } from "../spell";

export const outcome: Translated<typeof outcomeEn> = {
  processing: "Votre paiement est en cours de confirmation",
  processingText:
    "Cela prend quelques secondes. Vous pouvez rester ici ou fermer la page : la confirmation arrive par e-mail.",
  slow: "C’est plus long que d’habitude",
  slowText:
    "Votre banque n’a pas encore répondu. Rien n’est perdu : vous recevrez un e-mail dès qu’elle le fait, et cette page continue de regarder.",
  waiting: "Le paiement est encore ouvert",
  waitingText: "Vous êtes revenu avant de payer. Votre panier est gardé un moment.",
  pay: "Continuer vers le paiement",
  failed: "Le paiement n’a pas abouti",
  failedText: "Rien n’a été débité.",
  tryAgain: "Réessayer le paiement",
  change: "Modifier mes données",
  expired: "Le temps pour ce paiement est écoulé",
  expiredText:
    "Rien n’a été débité. Votre choix est encore dans votre panier, s’il est encore en vente.",
  toBag: "Retour à mon panier",
  refunded: "Le paiement a été remboursé",
  refundedText:
    "Ce que vous avez acheté s’est épuisé au moment même du paiement. La somme entière est en route vers vous.",
  unknown: "Nous ne pouvons pas montrer cette commande ici",
  unknownText:
    "Peut-être avez-vous commencé dans un autre navigateur. Si vous avez payé, l’e-mail de confirmation contient un lien vers votre commande.",
  offline: "Nous n’arrivons pas à joindre la boutique",
  offlineText: "Si vous avez payé, votre commande est en sécurité. Cette page continue d’essayer.",
  cancelled: "Vous n’avez pas payé, donc rien n’est acheté",
  cancelledText: "Votre panier est comme avant.",
  done: "Votre commande est là",
  home: "Page d’accueil",
};
