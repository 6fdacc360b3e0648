/** Italian: see en/choice.ts. */

import type { choice as choiceEn } from "../en/choice";
import type { Translated } from "../spell";

export const choice: Translated<typeof choiceEn> = {
  currency: "Valuta",
  choose: "Scegli una valuta",
  language: "Lingua",
  chooseLanguage: "Scegli una lingua",
  shownIn: "{0}: prezzi in {1}. Scegli un’altra valuta",
};
