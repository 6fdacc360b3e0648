/** Italian: see en/newsletter.ts. */

import type { newsletter as newsletterEn } from "../en/newsletter";
import type { Translated } from "../spell";

export const newsletter: Translated<typeof newsletterEn> = {
  title: "Novità da {0}",
  label: "E-mail",
  go: "Iscriversi",
  terms:
    "Novità e offerte di questo negozio per e-mail. Prima le inviamo un’e-mail da confermare. Può annullare l’iscrizione in qualsiasi momento, con il link in ogni e-mail.",
  trap: "Lasci vuoto questo campo",
  sent: "Controlli la sua posta",
  sentText:
    "Se questo indirizzo è nuovo qui, un’e-mail con un link è in arrivo. Riceverà le novità dopo aver confermato.",
  confirm: "Confermare l’indirizzo",
  confirmText: "Vuole ricevere novità e offerte di {0} per e-mail?",
  confirmGo: "Sì, iscrivermi",
  done: "È nell’elenco",
  doneText: "Ogni e-mail contiene un link per annullare l’iscrizione.",
  over: "Questo link non è più valido",
  overText:
    "È troppo vecchio, oppure ha annullato l’iscrizione nel frattempo. Può iscriversi di nuovo in fondo a ogni pagina.",
  failed: "Non ha funzionato",
  failedText: "Controlli l’indirizzo e riprovi tra un minuto.",
  shop: "Al negozio",
};
