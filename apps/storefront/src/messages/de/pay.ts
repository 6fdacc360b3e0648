/** German: see en/pay.ts. */

import type { pay as payEn } from "../en/pay";
import type { Translated } from "../spell";

export const pay: Translated<typeof payEn> = {
  title: "Bestellung bezahlen",
  heading: "Ihre Bestellung {0}",
  lead: "Das haben wir für Sie zusammengestellt. Nichts ist gekauft, bevor Sie zahlen.",
  loading: "Ihre Bestellung wird geladen",
  articles: "Artikel",
  discount: "Rabatt, {0}",
  delivery: "Lieferung, {0}",
  free: "kostenlos",
  tax: "Steuer",
  taxIncluded: "einschließlich {0} Steuer",
  total: "Gesamt",
  shipsTo: "Geht an",
  do: "{0} zahlen",
  doFree: "Bestellung bestätigen",
  busy: "Einen Moment",
  cancelled: "Sie haben nicht bezahlt, also ist nichts gekauft.",
  changed:
    "Seit Sie diese Seite geöffnet haben, hat sich etwas geändert. Sehen Sie noch einmal hin.",
  soldOut: "Einiges ist inzwischen ausverkauft. Bitte schreiben Sie dem Shop.",
  problem: {
    sold_out: "Ausverkauft",
    not_enough: "Nicht genug da",
    unavailable: "Nicht mehr im Angebot",
  },
  refused: "Die Zahlung konnte nicht begonnen werden. Versuchen Sie es gleich noch einmal.",
  processing: "Ihre Zahlung wird bestätigt",
  processingText: "Das dauert ein paar Sekunden. Sie können hier bleiben oder die Seite schließen.",
  paid: "Vielen Dank, es ist bezahlt",
  paidText: "Es ist jetzt Bestellung {0}. Eine Bestätigung ist unterwegs zu Ihnen.",
  toOrder: "Bestellung ansehen",
  missing: "Diese Bestellung können wir nicht zeigen",
  missingText:
    "Der Link ist vielleicht unvollständig, oder der Shop hat die Bestellung zurückgenommen.",
  failed: "Wir erreichen den Shop gerade nicht",
  failedText: "Nichts ist verloren. Versuchen Sie es gleich noch einmal.",
  retry: "Noch einmal versuchen",
  home: "Zum Shop",
  test: "Testmodus: Es fließt kein Geld.",
};
