/** German: see en/papers.ts. */

import type { papers as papersEn } from "../en/papers";
import type { Translated } from "../spell";

export const papers: Translated<typeof papersEn> = {
  title: "Rechnung",
  text: "Mit Gutschriften für Erstattetes, als PDF.",
  download: "Rechnung herunterladen",
  notYet: "Dieser Shop kann noch keine Rechnungen online ausstellen. Fragen Sie ihn nach Ihrer.",
  lost: "Das ist nicht angekommen. Versuchen Sie es noch einmal.",
};
