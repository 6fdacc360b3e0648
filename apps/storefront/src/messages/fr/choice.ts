/** French: see en/choice.ts. */

import type { choice as choiceEn } from "../en/choice";
import type { Translated } from "../spell";

export const choice: Translated<typeof choiceEn> = {
  currency: "Devise",
  choose: "Choisir une devise",
  language: "Langue",
  chooseLanguage: "Choisir une langue",
  shownIn: "{0} : prix en {1}. Choisir une autre devise",
};
