/** German: see en/reviews.ts. */

import type { reviews as reviewsEn } from "../en/reviews";
import type { Translated } from "../spell";

export const reviews: Translated<typeof reviewsEn> = {
  title: "Bewertungen",
  none: "Noch hat das niemand bewertet.",
  average: "{0} von 5",
  count: "Bewertungen: {0}",
  stars: "{0} von 5 Sternen",
  verified: "Bestätigter Kauf",
  imported: "Vom Shop übernommen",
  nameless: "Ohne Namen",
  shopSays: "Antwort des Shops",
  ask: "Wie gefällt es Ihnen?",
  askText: "Ihre Bewertung hilft anderen bei der Wahl. Gezeigt wird sie mit diesem Namen: {0}.",
  rating: "Ihre Wertung",
  headline: "Überschrift (freiwillig)",
  words: "Ihre Worte (freiwillig)",
  send: "Bewertung senden",
  sending: "Wird gesendet",
  thanks: "Vielen Dank. Ihre Bewertung steht im Shop.",
  waits: "Vielen Dank. Der Shop sieht sich Ihre Bewertung an, bevor er sie zeigt.",
  declined: "Der Shop zeigt diese Bewertung nicht.",
  yours: "Ihre Bewertung",
  takeBack: "Zurücknehmen",
  choose: "Wählen Sie einen bis fünf Sterne.",
  lost: "Das kam nicht bei uns an. Versuchen Sie es noch einmal.",
  add: "Bilder hinzufügen",
  picture: "Bild {0}",
};
