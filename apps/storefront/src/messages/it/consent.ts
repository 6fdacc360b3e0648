/** Italian: see en/consent.ts. */

import type { consent as consentEn } from "../en/consent";
import type { Translated } from "../spell";

export const consent: Translated<typeof consentEn> = {
  title: "Possiamo distinguere le sue visite?",
  counted: "Contiamo ciò che viene guardato in questo negozio senza sapere chi guarda.",
  agreeing:
    "Se accetta, questo browser riceve un numero casuale, così vediamo quante persone ritornano.",
  yours: "Nessun altro lo riceve e può ripensarci in qualsiasi momento.",
  agree: "Accetta",
  refuse: "Rifiuta",
  privacy: "Informativa sulla privacy",
  choices: "Scelte sulla privacy",
  agreed: "Ha accettato il {0}. Questo browser ha un numero casuale.",
  refused: "Ha rifiutato il {0}. Nulla distingue questo browser.",
  objected: "Il suo browser chiede di non essere seguito e noi lo rispettiamo: nulla lo distingue.",
  takeBack: "Ritira il consenso",
  save: "Salva ciò che è conservato",
  saved: "Il file contiene tutto ciò che è conservato di questo browser.",
  forgotten: "Consenso ritirato. Ciò che è stato contato non dice più che era questo browser.",
  close: "Chiudi",
  failed: "Non ha funzionato. Riprovi tra un momento.",
};
