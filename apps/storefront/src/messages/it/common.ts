/** Italian: see en/common.ts. */

import type { common as commonEn } from "../en/common";
import type { Translated } from "../spell";

export const common: Translated<typeof commonEn> = {
  skip: "Vai al contenuto",
  home: "Home",
  shop: "Negozio",
  allProducts: "Tutti i prodotti",
  search: "Cerca",
  searchLabel: "Cerca nel negozio",
  menu: "Menu",
  close: "Chiudi",
  mainNav: "Principale",
  breadcrumb: "Percorso",
  before: "Prima",
  now: "Ora",
  from: "Da",
  save: "Risparmi {0} %",
  less: "−{0} %",
  soldOut: "Esaurito",
  free: "Gratis",
  addNamed: "Aggiungi {0} al carrello",
  chooseNamed: "Scegli una variante di {0}",
  noPicture: "Ancora nessuna immagine",
  testMode: "Modalità di prova: gli ordini fatti qui non sono veri.",
  freeFrom: "Consegna gratuita da {0}",
  shipsTo: "Consegna: {0}",
  shipsToMore: "{0} e {1} {1|altro paese|altri paesi}",
  shipsToWorld: "Consegna in tutto il mondo",
  shipsToMany: "Consegna in {0} paesi",
  closedNotice: "Può guardare; gli ordini aprono presto.",
  field: {
    missing: "Da compilare.",
    email: "Non è un indirizzo e-mail completo, come name@example.com.",
    short: "È troppo corto: almeno {0} segni.",
    wrong: "Questo non va bene qui.",
  },
};
