/** German: see en/common.ts. */

import type { common as commonEn } from "../en/common";
import type { Translated } from "../spell";

export const common: Translated<typeof commonEn> = {
  skip: "Zum Inhalt springen",
  home: "Start",
  shop: "Shop",
  allProducts: "Alle Produkte",
  search: "Suchen",
  searchLabel: "Im Shop suchen",
  menu: "Menü",
  close: "Schließen",
  mainNav: "Hauptmenü",
  breadcrumb: "Brotkrumen",
  before: "Vorher",
  now: "Jetzt",
  from: "Ab",
  save: "{0} % sparen",
  less: "−{0} %",
  soldOut: "Ausverkauft",
  free: "Kostenlos",
  addNamed: "{0} in den Warenkorb legen",
  chooseNamed: "Eine Variante von {0} wählen",
  noPicture: "Noch kein Bild",
  testMode: "Testmodus: Bestellungen hier sind nicht echt.",
  freeFrom: "Kostenlose Lieferung ab {0}",
  shipsTo: "Lieferung nach {0}",
  shipsToMore: "{0} und {1} {1|weiteres Land|weitere Länder}",
  shipsToWorld: "Lieferung weltweit",
  shipsToMany: "Lieferung in {0} Länder",
  closedNotice: "Sie können sich umsehen; bestellen geht bald.",
  field: {
    missing: "Bitte ausfüllen.",
    email: "Das ist keine vollständige E-Mail-Adresse wie name@example.com.",
    short: "Das ist zu kurz: mindestens {0} Zeichen.",
    wrong: "Das passt hier nicht.",
  },
};
