/** Italian: see en/pay.ts. */

import type { pay as payEn } from "../en/pay";
import type { Translated } from "../spell";

export const pay: Translated<typeof payEn> = {
  title: "Paghi il suo ordine",
  heading: "Il suo ordine {0}",
  lead: "Ecco ciò che abbiamo preparato per lei. Nulla è acquistato prima che paghi.",
  loading: "Caricamento del suo ordine",
  articles: "Articoli",
  discount: "Sconto, {0}",
  delivery: "Consegna, {0}",
  free: "gratis",
  tax: "Tasse",
  taxIncluded: "incluse tasse per {0}",
  total: "Totale",
  shipsTo: "Va a",
  do: "Paga {0}",
  doFree: "Conferma l’ordine",
  busy: "Un momento",
  cancelled: "Non ha pagato, quindi nulla è acquistato.",
  changed: "Qualcosa è cambiato da quando ha aperto questa pagina. La guardi di nuovo.",
  soldOut: "Nel frattempo una parte si è esaurita. Scriva al negozio.",
  problem: {
    sold_out: "Esaurito",
    not_enough: "Non ce n’è abbastanza",
    unavailable: "Non più in vendita",
  },
  refused: "Non è stato possibile avviare il pagamento. Riprovi tra un momento.",
  processing: "Il suo pagamento è in conferma",
  processingText: "Ci vogliono alcuni secondi. Può restare qui o chiudere la pagina.",
  paid: "Grazie, è pagato",
  paidText: "Ora è l’ordine {0}. Una conferma è in arrivo.",
  toOrder: "Vedi l’ordine",
  missing: "Non possiamo mostrare questo ordine",
  missingText: "Forse il link è incompleto, o il negozio ha ritirato l’ordine.",
  failed: "Ora non riusciamo a raggiungere il negozio",
  failedText: "Nulla è perso. Riprovi tra un momento.",
  retry: "Riprova",
  home: "Al negozio",
  test: "Modalità di prova: non si muove denaro.",
};
