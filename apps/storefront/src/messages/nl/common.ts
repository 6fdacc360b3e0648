/** Dutch: see en/common.ts. */

import type { common as commonEn } from "../en/common";
import type { Translated } from "../spell";

export const common: Translated<typeof commonEn> = {
  skip: "Naar de inhoud",
  home: "Home",
  shop: "Winkel",
  allProducts: "Alle producten",
  search: "Zoeken",
  searchLabel: "Zoek in de winkel",
  menu: "Menu",
  close: "Sluiten",
  mainNav: "Hoofdmenu",
  breadcrumb: "Kruimelpad",
  before: "Eerst",
  now: "Nu",
  from: "Vanaf",
  save: "Bespaar {0} %",
  less: "−{0} %",
  soldOut: "Uitverkocht",
  free: "Gratis",
  addNamed: "{0} in winkelwagen leggen",
  chooseNamed: "Kies een variant van {0}",
  noPicture: "Nog geen afbeelding",
  testMode: "Testmodus: bestellingen hier zijn niet echt.",
  freeFrom: "Gratis bezorging vanaf {0}",
  shipsTo: "Bezorging in {0}",
  shipsToMore: "{0} en {1} {1|ander land|andere landen}",
  shipsToWorld: "Bezorging wereldwijd",
  shipsToMany: "Bezorging in {0} landen",
  closedNotice: "U kunt rondkijken; bestellen kan binnenkort.",
  field: {
    missing: "Vul dit in.",
    email: "Dat is geen volledig e-mailadres, zoals name@example.com.",
    short: "Dat is te kort: minstens {0} tekens.",
    wrong: "Dat past hier niet.",
  },
};
