/** Dutch: see en/choice.ts. */

import type { choice as choiceEn } from "../en/choice";
import type { Translated } from "../spell";

export const choice: Translated<typeof choiceEn> = {
  currency: "Valuta",
  choose: "Kies een valuta",
  language: "Taal",
  chooseLanguage: "Kies een taal",
  shownIn: "{0}: prijzen in {1}. Kies een andere valuta",
};
