/** Dutch: see en/outcome.ts. */

import type { outcome as outcomeEn } from "../en/outcome";
import type { Translated } from "../spell";

export const outcome: Translated<typeof outcomeEn> = {
  processing: "Uw betaling wordt bevestigd",
  processingText:
    "Dit duurt een paar seconden. U kunt hier blijven of de pagina sluiten: de bevestiging komt per e-mail.",
  slow: "Dit duurt langer dan anders",
  slowText:
    "Uw bank heeft nog niet geantwoord. Er is niets verloren: u krijgt een e-mail zodra ze dat doet, en deze pagina blijft kijken.",
  waiting: "De betaling staat nog open",
  waitingText: "U kwam terug voor u betaalde. Uw winkelwagen blijft een tijdje gereserveerd.",
  pay: "Verder naar de betaling",
  failed: "De betaling is niet gelukt",
  failedText: "Er is niets afgeschreven.",
  tryAgain: "Betaling opnieuw proberen",
  change: "Mijn gegevens wijzigen",
  expired: "De tijd voor deze betaling is om",
  expiredText:
    "Er is niets afgeschreven. Wat u koos zit nog in uw winkelwagen, als het nog te koop is.",
  toBag: "Terug naar mijn winkelwagen",
  refunded: "De betaling is teruggegeven",
  refundedText:
    "Wat u kocht raakte uitverkocht op het moment dat u betaalde. Het hele bedrag is onderweg terug naar u.",
  unknown: "We kunnen deze bestelling hier niet tonen",
  unknownText:
    "Misschien begon u in een andere browser. Als u betaald hebt, staat in de bevestigingsmail een link naar uw bestelling.",
  offline: "We kunnen de winkel nu niet bereiken",
  offlineText: "Als u betaald hebt, is uw bestelling veilig. Deze pagina blijft proberen.",
  cancelled: "U hebt niet betaald, dus er is niets gekocht",
  cancelledText: "Uw winkelwagen is zoals hij was.",
  done: "Uw bestelling is binnen",
  home: "Startpagina",
};
