/** German: see en/choice.ts. */

import type { choice as choiceEn } from "../en/choice";
import type { Translated } from "../spell";

export const choice: Translated<typeof choiceEn> = {
  currency: "Währung",
  choose: "Währung wählen",
  language: "Sprache",
  chooseLanguage: "Sprache wählen",
  shownIn: "{0}: Preise in {1}. Andere Währung wählen",
};
