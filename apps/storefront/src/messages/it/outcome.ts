/** Italian: see en/outcome.ts. */

import type { outcome as outcomeEn } from "../en/outcome";
import type { Translated } from "../spell";

export const outcome: Translated<typeof outcomeEn> = {
  processing: "Il suo pagamento è in conferma",
  processingText:
    "Ci vogliono alcuni secondi. Può restare qui o chiudere la pagina: la conferma arriva per e-mail.",
  slow: "Ci vuole più del solito",
  slowText:
    "La sua banca non ha ancora risposto. Nulla è perso: riceverà un’e-mail appena lo fa, e questa pagina continua a guardare.",
  waiting: "Il pagamento è ancora aperto",
  waitingText: "È tornato prima di pagare. Il carrello resta riservato per un po’.",
  pay: "Continua al pagamento",
  failed: "Il pagamento non è andato a buon fine",
  failedText: "Non è stato addebitato nulla.",
  tryAgain: "Riprova il pagamento",
  change: "Modifica i miei dati",
  expired: "Il tempo per questo pagamento è scaduto",
  expiredText:
    "Non è stato addebitato nulla. Ciò che ha scelto è ancora nel carrello, se è ancora in vendita.",
  toBag: "Torna al mio carrello",
  refunded: "Il pagamento è stato restituito",
  refundedText:
    "Ciò che ha acquistato si è esaurito proprio mentre pagava. L’intera somma sta tornando a lei.",
  unknown: "Non possiamo mostrare questo ordine qui",
  unknownText:
    "Forse ha iniziato in un altro browser. Se ha pagato, l’e-mail di conferma ha un link al suo ordine.",
  offline: "Ora non riusciamo a raggiungere il negozio",
  offlineText: "Se ha pagato, il suo ordine è al sicuro. Questa pagina continua a provare.",
  cancelled: "Non ha pagato, quindi nulla è acquistato",
  cancelledText: "Il carrello è com’era.",
  done: "Il suo ordine è arrivato",
  home: "Pagina iniziale",
};
