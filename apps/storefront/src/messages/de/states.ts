/** German: see en/states.ts. */

import type { states as statesEn } from "../en/states";
import type { Translated } from "../spell";

export const states: Translated<typeof statesEn> = {
  pausedTitle: "Wir haben kurz geschlossen",
  pausedNamed: "{0} hat kurz geschlossen",
  pausedText: "Der Shop öffnet bald wieder. Schon aufgegebene Bestellungen gehen ihren Weg.",
  pausedMail: "Fragen zu einer Bestellung?",
  missingTitle: "Hier ist kein Shop",
  missingText: "Vielleicht ist die Adresse vertippt, oder der Shop hat für immer geschlossen.",
  pickTitle: "Welcher Shop?",
  pickText:
    "Dieser Auftritt bedient jeden Shop der Plattform. Jeder hat eine eigene Adresse; hier können Sie auch einen beim Namen wählen.",
  pickDemo: "Demo-Shop öffnen",
  pickLabel: "Name in der Adresse des Shops",
  pickOpen: "Öffnen",
  pickHint: "Derselbe Shop antwortet auch unter {0}",
};
