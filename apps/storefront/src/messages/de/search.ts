/** German: see en/search.ts. */

import type { search as searchEn } from "../en/search";
import type { Translated } from "../spell";

export const search: Translated<typeof searchEn> = {
  suggestions: "Produkte",
  count: "{0} {0|Produkt|Produkte} gezeigt",
  all: "Alle Ergebnisse für „{0}“",
  corrected: "Ergebnisse für „{0}“",
  nothing: "Nichts gefunden für „{0}“",
  away: "Die Suche antwortet gerade nicht",
};
