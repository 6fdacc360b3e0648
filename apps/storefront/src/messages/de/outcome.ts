/** German: see en/outcome.ts. */

import type { outcome as outcomeEn } from "../en/outcome";
import type { Translated } from "../spell";

export const outcome: Translated<typeof outcomeEn> = {
  processing: "Ihre Zahlung wird bestätigt",
  processingText:
    "Das dauert ein paar Sekunden. Sie können hier bleiben oder die Seite schließen: Die Bestätigung kommt per E-Mail.",
  slow: "Das dauert länger als sonst",
  slowText:
    "Ihre Bank hat noch nicht geantwortet. Nichts ist verloren: Sie bekommen eine E-Mail, sobald sie es tut, und diese Seite sieht weiter nach.",
  waiting: "Die Zahlung ist noch offen",
  waitingText: "Sie sind ohne Zahlung zurückgekommen. Ihr Warenkorb bleibt eine Weile reserviert.",
  pay: "Weiter zur Zahlung",
  failed: "Die Zahlung hat nicht geklappt",
  failedText: "Es wurde nichts abgebucht.",
  tryAgain: "Zahlung noch einmal versuchen",
  change: "Meine Angaben ändern",
  expired: "Die Zeit für diese Zahlung ist abgelaufen",
  expiredText:
    "Es wurde nichts abgebucht. Was Sie gewählt haben, ist noch im Warenkorb, solange es zu kaufen ist.",
  toBag: "Zurück zu meinem Warenkorb",
  refunded: "Die Zahlung wurde erstattet",
  refundedText:
    "Was Sie gekauft haben, war genau in dem Moment ausverkauft. Der ganze Betrag ist auf dem Weg zurück zu Ihnen.",
  unknown: "Diese Bestellung können wir hier nicht zeigen",
  unknownText:
    "Vielleicht haben Sie in einem anderen Browser begonnen. Wenn Sie bezahlt haben, steht in der Bestätigung ein Link zu Ihrer Bestellung.",
  offline: "Wir erreichen den Shop gerade nicht",
  offlineText:
    "Wenn Sie bezahlt haben, ist Ihre Bestellung sicher. Diese Seite versucht es weiter.",
  cancelled: "Sie haben nicht bezahlt, also ist nichts gekauft",
  cancelledText: "Ihr Warenkorb ist wie zuvor.",
  done: "Ihre Bestellung ist da",
  home: "Startseite",
};
