/** German: see en/help.ts. */

import type { asking as askingEn, card as cardEn, track as trackEn } from "../en/help";
import type { Translated } from "../spell";

export const asking: Translated<typeof askingEn> = {
  slow: "Zu viele Versuche. Warten Sie einen Moment und versuchen Sie es dann noch einmal.",
  lost: "Das hat uns nicht erreicht. Versuchen Sie es noch einmal.",
};

export const card: Translated<typeof cardEn> = {
  title: "Guthaben eines Gutscheins",
  lead: "Der Code steht in der E-Mail, mit der der Gutschein kam.",
  code: "Code des Gutscheins",
  codeHint: "16 Zeichen; Leerzeichen und Striche sind egal.",
  go: "Guthaben anzeigen",
  none: "Es gibt keinen Gutschein mit diesem Code. Sehen Sie nach einem falsch gelesenen Zeichen.",
  holds: "Gutschein mit der Endung {0}",
  until: "Er gilt bis {0}.",
  forever: "Er verfällt nicht.",
  states: {
    active: "",
    off: "Dieser Gutschein ist abgeschaltet. Schreiben Sie uns, wenn Sie das überrascht.",
    expired: "Dieser Gutschein ist abgelaufen.",
    empty: "Alles darauf wurde ausgegeben.",
  },
  another: "Anderen Gutschein prüfen",
  shop: "Zum Shop",
};

export const track: Translated<typeof trackEn> = {
  title: "Bestellung verfolgen",
  lead: "Beides steht in der Bestätigung, die wir Ihnen gesendet haben.",
  number: "Bestellnummer",
  numberHint: "Nur Ziffern, zum Beispiel 1001.",
  badNumber: "Eine Bestellnummer hat nur Ziffern, wie 1001.",
  email: "E-Mail der Bestellung",
  go: "Zeigen, wo sie ist",
  going: "Einen Moment",
  none: "Keine Bestellung hat diese Nummer und diese Adresse. Sehen Sie in die Bestätigung oder schreiben Sie uns.",
  waiting: "{0} {0|Stück wird|Stücke werden} noch gepackt.",
  pieces: "{0} Stück",
  another: "Andere Bestellung verfolgen",
  more: "Der Link in Ihrer Bestätigung zeigt die ganze Bestellung und alles, was Sie damit tun können.",
};
