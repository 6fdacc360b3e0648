/** Dutch: see en/papers.ts. */

import type { papers as papersEn } from "../en/papers";
import type { Translated } from "../spell";

export const papers: Translated<typeof papersEn> = {
  title: "Factuur",
  text: "Met creditnota’s voor wat is terugbetaald, als pdf.",
  download: "Factuur downloaden",
  notYet: "Deze winkel kan nog geen facturen online maken. Vraag hem om de uwe.",
  lost: "Dat is niet aangekomen. Probeer het opnieuw.",
};
