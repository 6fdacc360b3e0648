/** Dutch: see en/search.ts. */

import type { search as searchEn } from "../en/search";
import type { Translated } from "../spell";

export const search: Translated<typeof searchEn> = {
  suggestions: "Producten",
  count: "{0} {0|product|producten} getoond",
  all: "Alle resultaten voor ‘{0}’",
  corrected: "Resultaten voor ‘{0}’",
  nothing: "Niets gevonden voor ‘{0}’",
  away: "De zoekfunctie antwoordt nu niet",
};
