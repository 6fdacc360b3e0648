/** Dutch: see en/pay.ts. */

import type { pay as payEn } from "../en/pay";
import type { Translated } from "../spell";

export const pay: Translated<typeof payEn> = {
  title: "Bestelling betalen",
  heading: "Uw bestelling {0}",
  lead: "Dit hebben we voor u samengesteld. Er is niets gekocht voor u betaalt.",
  loading: "Uw bestelling wordt geladen",
  articles: "Artikelen",
  discount: "Korting, {0}",
  delivery: "Bezorging, {0}",
  free: "gratis",
  tax: "Btw",
  taxIncluded: "inclusief {0} btw",
  total: "Totaal",
  shipsTo: "Gaat naar",
  do: "{0} betalen",
  doFree: "Bestelling bevestigen",
  busy: "Een moment",
  cancelled: "U hebt niet betaald, dus er is niets gekocht.",
  changed: "Er is iets veranderd sinds u deze pagina opende. Kijk er opnieuw naar.",
  soldOut: "Een deel is intussen uitverkocht. Schrijf de winkel.",
  problem: {
    sold_out: "Uitverkocht",
    not_enough: "Niet genoeg over",
    unavailable: "Niet meer te koop",
  },
  refused: "De betaling kon niet beginnen. Probeer het zo opnieuw.",
  processing: "Uw betaling wordt bevestigd",
  processingText: "Dit duurt een paar seconden. U kunt hier blijven of de pagina sluiten.",
  paid: "Dank u wel, het is betaald",
  paidText: "Het is nu bestelling {0}. Een bevestiging is naar u onderweg.",
  toOrder: "Bestelling bekijken",
  missing: "We kunnen deze bestelling niet tonen",
  missingText: "Misschien is de link onvolledig, of nam de winkel de bestelling terug.",
  failed: "We kunnen de winkel nu niet bereiken",
  failedText: "Er is niets verloren. Probeer het zo opnieuw.",
  retry: "Opnieuw proberen",
  home: "Naar de winkel",
  test: "Testmodus: er gaat geen geld om.",
};
