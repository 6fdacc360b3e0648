/** Italian: see en/states.ts. */

import type { states as statesEn } from "../en/states";
import type { Translated } from "../spell";

export const states: Translated<typeof statesEn> = {
  pausedTitle: "Siamo chiusi per un momento",
  pausedNamed: "{0} è chiuso per un momento",
  pausedText: "Il negozio riapre presto. Gli ordini già fatti proseguono come sempre.",
  pausedMail: "Domande su un ordine?",
  missingTitle: "Qui non c’è alcun negozio",
  missingText: "Forse l’indirizzo contiene un errore, o il negozio ha chiuso per sempre.",
  pickTitle: "Quale negozio?",
  pickText:
    "Questa vetrina serve ogni negozio della piattaforma. Ciascuno ha un proprio indirizzo; qui può anche sceglierne uno per nome.",
  pickDemo: "Apri il negozio dimostrativo",
  pickLabel: "Nome nell’indirizzo del negozio",
  pickOpen: "Apri",
  pickHint: "Lo stesso negozio risponde anche a {0}",
};
