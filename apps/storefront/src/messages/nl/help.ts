/** Dutch: see en/help.ts. */

import type { asking as askingEn, card as cardEn, track as trackEn } from "../en/help";
import type { Translated } from "../spell";

export const asking: Translated<typeof askingEn> = {
  slow: "Te veel pogingen. Wacht even en probeer het dan opnieuw.",
  lost: "Dat bereikte ons niet. Probeer het opnieuw.",
};

export const card: Translated<typeof cardEn> = {
  title: "Saldo van een cadeaubon",
  lead: "De code staat in de mail waarmee de bon kwam.",
  code: "Code van de cadeaubon",
  codeHint: "16 tekens; spaties en streepjes maken niet uit.",
  go: "Saldo tonen",
  none: "Er is geen cadeaubon met deze code. Zoek een teken dat verkeerd gelezen is.",
  holds: "Cadeaubon eindigend op {0}",
  until: "Hij is te gebruiken tot {0}.",
  forever: "Hij verloopt niet.",
  states: {
    active: "",
    off: "Deze bon is uitgeschakeld. Schrijf ons als dat u verrast.",
    expired: "Deze bon is verlopen.",
    empty: "Alles erop is uitgegeven.",
  },
  another: "Andere bon opzoeken",
  shop: "Naar de winkel",
};

export const track: Translated<typeof trackEn> = {
  title: "Bestelling volgen",
  lead: "Beide staan in de bevestiging die we u stuurden.",
  number: "Bestelnummer",
  numberHint: "Alleen cijfers, bijvoorbeeld 1001.",
  badNumber: "Een bestelnummer heeft alleen cijfers, zoals 1001.",
  email: "E-mail waarmee u bestelde",
  go: "Laat zien waar hij is",
  going: "Een moment",
  none: "Geen bestelling heeft dit nummer en dit adres. Kijk in de bevestiging of schrijf ons.",
  waiting: "{0} {0|stuk wordt|stuks worden} nog ingepakt.",
  pieces: "{0} {0|stuk|stuks}",
  another: "Andere bestelling volgen",
  more: "De link in uw bevestiging toont de hele bestelling en alles wat u ermee kunt doen.",
};
