/** French: see en/search.ts. */

import type { search as searchEn } from "../en/search";
import type { Translated } from "../spell";

export const search: Translated<typeof searchEn> = {
  suggestions: "Produits",
  count: "{0} {0|produit affiché|produits affichés}",
  all: "Voir tous les résultats pour « {0} »",
  corrected: "Résultats pour « {0} »",
  nothing: "Rien trouvé pour « {0} »",
  away: "La recherche ne répond pas en ce moment",
};
