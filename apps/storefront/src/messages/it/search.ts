/** Italian: see en/search.ts. */

import type { search as searchEn } from "../en/search";
import type { Translated } from "../spell";

export const search: Translated<typeof searchEn> = {
  suggestions: "Prodotti",
  count: "{0} {0|prodotto mostrato|prodotti mostrati}",
  all: "Vedi tutti i risultati per «{0}»",
  corrected: "Risultati per «{0}»",
  nothing: "Nulla trovato per «{0}»",
  away: "La ricerca ora non risponde",
};
