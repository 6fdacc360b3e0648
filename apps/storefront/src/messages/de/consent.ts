/** German: see en/consent.ts. */

import type { consent as consentEn } from "../en/consent";
import type { Translated } from "../spell";

export const consent: Translated<typeof consentEn> = {
  title: "Dürfen wir Ihre Besuche auseinanderhalten?",
  counted: "Wir zählen, was in diesem Shop angesehen wird, ohne zu wissen, wer es ansieht.",
  agreeing:
    "Wenn Sie zustimmen, erhält dieser Browser eine zufällige Nummer, damit wir sehen, wie viele Menschen wiederkommen.",
  yours: "Niemand sonst erhält sie, und Sie können jederzeit widerrufen.",
  agree: "Zustimmen",
  refuse: "Ablehnen",
  privacy: "Datenschutzerklärung",
  choices: "Datenschutz-Auswahl",
  agreed: "Sie haben am {0} zugestimmt. Dieser Browser hat eine zufällige Nummer.",
  refused: "Sie haben am {0} abgelehnt. Nichts unterscheidet diesen Browser.",
  objected:
    "Ihr Browser möchte nicht verfolgt werden, und wir halten uns daran: Nichts unterscheidet ihn.",
  takeBack: "Widerrufen",
  save: "Gespeichertes sichern",
  saved: "Die Datei enthält alles, was zu diesem Browser gespeichert ist.",
  forgotten: "Widerrufen. Was gezählt wurde, sagt nicht mehr, dass es dieser Browser war.",
  close: "Schließen",
  failed: "Das hat nicht geklappt. Versuchen Sie es gleich noch einmal.",
};
