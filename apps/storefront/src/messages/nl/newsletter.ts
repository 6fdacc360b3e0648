/** Dutch: see en/newsletter.ts. */

import type { newsletter as newsletterEn } from "../en/newsletter";
import type { Translated } from "../spell";

export const newsletter: Translated<typeof newsletterEn> = {
  title: "Nieuws van {0}",
  label: "E-mail",
  go: "Abonneren",
  terms:
    "Nieuws en aanbiedingen van deze winkel per e-mail. We sturen u eerst een mail om te bevestigen. U kunt zich altijd afmelden, via de link in elke mail.",
  trap: "Laat dit leeg",
  sent: "Kijk alstublieft in uw mail",
  sentText:
    "Als dit adres hier nieuw is, is er een mail met een link naar onderweg. U krijgt nieuws zodra u daar hebt bevestigd.",
  confirm: "Adres bevestigen",
  confirmText: "Wilt u nieuws en aanbiedingen van {0} per e-mail?",
  confirmGo: "Ja, abonneren",
  done: "U staat op de lijst",
  doneText: "In elke mail staat een link om u af te melden.",
  over: "Deze link werkt niet meer",
  overText:
    "Hij is te oud, of u hebt zich sindsdien afgemeld. Onderaan elke pagina kunt u zich opnieuw aanmelden.",
  failed: "Dat lukte niet",
  failedText: "Controleer het adres en probeer het over een minuut opnieuw.",
  shop: "Naar de winkel",
};
