/** Italian: see en/papers.ts. */

import type { papers as papersEn } from "../en/papers";
import type { Translated } from "../spell";

export const papers: Translated<typeof papersEn> = {
  title: "Fattura",
  text: "Con note di credito per i rimborsi, in PDF.",
  download: "Scarica la fattura",
  notYet: "Questo negozio non può ancora emettere fatture online. Gli chieda la sua.",
  lost: "Non è arrivato. Riprovi.",
};
