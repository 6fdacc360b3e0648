/** Spanish: see en/choice.ts. */

import type { choice as choiceEn } from "../en/choice";
import type { Translated } from "../spell";

export const choice: Translated<typeof choiceEn> = {
  currency: "Moneda",
  choose: "Elegir una moneda",
  language: "Idioma",
  chooseLanguage: "Elegir un idioma",
  shownIn: "{0}: precios en {1}. Elegir otra moneda",
};
