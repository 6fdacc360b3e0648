/** Spanish: see en/search.ts. */

import type { search as searchEn } from "../en/search";
import type { Translated } from "../spell";

export const search: Translated<typeof searchEn> = {
  suggestions: "Productos",
  count: "{0} {0|producto mostrado|productos mostrados}",
  all: "Ver todos los resultados para «{0}»",
  corrected: "Resultados para «{0}»",
  nothing: "Nada encontrado para «{0}»",
  away: "La búsqueda no responde ahora",
};
