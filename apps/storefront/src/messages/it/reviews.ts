/** Italian: see en/reviews.ts. */

import type { reviews as reviewsEn } from "../en/reviews";
import type { Translated } from "../spell";

export const reviews: Translated<typeof reviewsEn> = {
  title: "Recensioni",
  none: "Nessuno l’ha ancora recensito.",
  average: "{0} su 5",
  count: "Recensioni: {0}",
  stars: "{0} stelle su 5",
  verified: "Acquisto verificato",
  imported: "Ripresa dal negozio",
  nameless: "Senza nome",
  shopSays: "Risposta del negozio",
  ask: "Le piace?",
  askText: "La sua recensione aiuta gli altri a scegliere. Appare con questo nome: {0}.",
  rating: "Il suo voto",
  headline: "Titolo (facoltativo)",
  words: "Le sue parole (facoltativo)",
  send: "Invia recensione",
  sending: "Invio",
  thanks: "Grazie. La sua recensione è nel negozio.",
  waits: "Grazie. Il negozio guarda la recensione prima di mostrarla.",
  declined: "Il negozio non mostra questa recensione.",
  yours: "La sua recensione",
  takeBack: "Ritira",
  choose: "Scelga da una a cinque stelle.",
  lost: "Non ci è arrivato. Riprovi.",
  add: "Aggiungi immagini",
  picture: "Immagine {0}",
};
