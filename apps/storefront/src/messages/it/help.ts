/** Italian: see en/help.ts. */

import type { asking as askingEn, card as cardEn, track as trackEn } from "../en/help";
import type { Translated } from "../spell";

export const asking: Translated<typeof askingEn> = {
  slow: "Troppi tentativi. Attenda un momento e riprovi.",
  lost: "Non ci è arrivato. Riprovi.",
};

export const card: Translated<typeof cardEn> = {
  title: "Saldo della carta regalo",
  lead: "Il codice è nell’e-mail con cui è arrivata la carta.",
  code: "Codice della carta regalo",
  codeHint: "16 segni; spazi e trattini non contano.",
  go: "Mostra il saldo",
  none: "Nessuna carta regalo ha questo codice. Cerchi un segno letto male.",
  holds: "Carta regalo che termina in {0}",
  until: "Si può usare fino al {0}.",
  forever: "Non scade.",
  states: {
    active: "",
    off: "Questa carta è disattivata. Ci scriva se la sorprende.",
    expired: "Questa carta è scaduta.",
    empty: "Tutto il saldo è stato speso.",
  },
  another: "Controlla un’altra carta",
  shop: "Al negozio",
};

export const track: Translated<typeof trackEn> = {
  title: "Segui un ordine",
  lead: "Entrambi sono nella conferma che le abbiamo inviato.",
  number: "Numero d’ordine",
  numberHint: "Solo cifre, per esempio 1001.",
  badNumber: "Un numero d’ordine ha solo cifre, come 1001.",
  email: "E-mail con cui ha ordinato",
  go: "Mostra dov’è",
  going: "Un momento",
  none: "Nessun ordine ha questo numero e questo indirizzo. Guardi la conferma o ci scriva.",
  waiting: "{0} {0|pezzo è|pezzi sono} ancora in preparazione.",
  pieces: "{0} {0|pezzo|pezzi}",
  another: "Segui un altro ordine",
  more: "Il link nella conferma mostra l’ordine intero e tutto ciò che può farne.",
};
