/** Dutch: see en/reviews.ts. */

import type { reviews as reviewsEn } from "../en/reviews";
import type { Translated } from "../spell";

export const reviews: Translated<typeof reviewsEn> = {
  title: "Reviews",
  none: "Nog niemand heeft dit beoordeeld.",
  average: "{0} van 5",
  count: "Reviews: {0}",
  stars: "{0} van 5 sterren",
  verified: "Geverifieerde aankoop",
  imported: "Overgenomen door de winkel",
  nameless: "Zonder naam",
  shopSays: "De winkel antwoordt",
  ask: "Bevalt het?",
  askText: "Uw review helpt anderen kiezen. Die staat er onder deze naam: {0}.",
  rating: "Uw oordeel",
  headline: "Kop (niet verplicht)",
  words: "Uw woorden (niet verplicht)",
  send: "Review versturen",
  sending: "Bezig",
  thanks: "Dank u. Uw review staat in de winkel.",
  waits: "Dank u. De winkel bekijkt uw review voordat die te zien is.",
  declined: "De winkel laat deze review niet zien.",
  yours: "Uw review",
  takeBack: "Intrekken",
  choose: "Kies een tot vijf sterren.",
  lost: "Dat kwam niet aan. Probeer het nog eens.",
  add: "Foto’s toevoegen",
  picture: "Foto {0}",
};
