/** German: see en/newsletter.ts. */

import type { newsletter as newsletterEn } from "../en/newsletter";
import type { Translated } from "../spell";

export const newsletter: Translated<typeof newsletterEn> = {
  title: "Neuigkeiten von {0}",
  label: "E-Mail",
  go: "Abonnieren",
  terms:
    "Neuigkeiten und Angebote dieses Shops per E-Mail. Zuerst bekommen Sie eine E-Mail zum Bestätigen. Sie können sich jederzeit abmelden, über den Link in jeder E-Mail.",
  trap: "Bitte leer lassen",
  sent: "Bitte sehen Sie in Ihr Postfach",
  sentText:
    "Wenn diese Adresse hier neu ist, ist eine E-Mail mit einem Link an sie unterwegs. Neuigkeiten bekommen Sie, sobald Sie dort bestätigt haben.",
  confirm: "Adresse bestätigen",
  confirmText: "Möchten Sie Neuigkeiten und Angebote von {0} per E-Mail bekommen?",
  confirmGo: "Ja, abonnieren",
  done: "Sie stehen auf der Liste",
  doneText: "In jeder E-Mail ist ein Link zum Abmelden.",
  over: "Dieser Link gilt nicht mehr",
  overText:
    "Er ist zu alt, oder Sie haben sich inzwischen abgemeldet. Am Fuß jeder Seite können Sie sich neu anmelden.",
  failed: "Das hat nicht geklappt",
  failedText: "Prüfen Sie die Adresse, und versuchen Sie es in einer Minute noch einmal.",
  shop: "Zum Shop",
};
