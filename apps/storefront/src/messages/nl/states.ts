/** Dutch: see en/states.ts. */

import type { states as statesEn } from "../en/states";
import type { Translated } from "../spell";

export const states: Translated<typeof statesEn> = {
  pausedTitle: "We zijn even gesloten",
  pausedNamed: "{0} is even gesloten",
  pausedText: "De winkel gaat snel weer open. Geplaatste bestellingen gaan gewoon verder.",
  pausedMail: "Vragen over een bestelling?",
  missingTitle: "Hier is geen winkel",
  missingText: "Misschien zit er een typefout in het adres, of is de winkel voorgoed gesloten.",
  pickTitle: "Welke winkel?",
  pickText:
    "Deze etalage bedient elke winkel van dit platform. Elke winkel heeft een eigen adres; hier kunt u er ook een bij naam kiezen.",
  pickDemo: "Demowinkel openen",
  pickLabel: "Naam in het adres van de winkel",
  pickOpen: "Openen",
  pickHint: "Dezelfde winkel antwoordt ook op {0}",
};
