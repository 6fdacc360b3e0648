/** Dutch: see en/consent.ts. */

import type { consent as consentEn } from "../en/consent";
import type { Translated } from "../spell";

export const consent: Translated<typeof consentEn> = {
  title: "Mogen we uw bezoeken uit elkaar houden?",
  counted: "We tellen wat er in deze winkel wordt bekeken, zonder te weten door wie.",
  agreeing:
    "Als u akkoord gaat, krijgt deze browser een willekeurig nummer, zodat we zien hoeveel mensen terugkomen.",
  yours: "Niemand anders krijgt het, en u kunt het altijd intrekken.",
  agree: "Akkoord",
  refuse: "Weigeren",
  privacy: "Privacybeleid",
  choices: "Privacykeuzes",
  agreed: "U ging akkoord op {0}. Deze browser heeft een willekeurig nummer.",
  refused: "U weigerde op {0}. Niets onderscheidt deze browser.",
  objected:
    "Uw browser vraagt om niet gevolgd te worden, en daar houden we ons aan: niets onderscheidt hem.",
  takeBack: "Intrekken",
  save: "Bewaarde gegevens opslaan",
  saved: "Het bestand bevat alles wat van deze browser is bewaard.",
  forgotten: "Ingetrokken. Wat geteld is, zegt niet meer dat het deze browser was.",
  close: "Sluiten",
  failed: "Dat is niet gelukt. Probeer het zo opnieuw.",
};
