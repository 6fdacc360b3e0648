/** German: see en/offers.ts. */

import type { offers as offersEn } from "../en/offers";
import type { Translated } from "../spell";

export const offers: Translated<typeof offersEn> = {
  volume: "Mehr kaufen, weniger zahlen",
  quantity: "Menge",
  each: "Je Stück",
  save: "Sie sparen",
  from: "{0} oder mehr",
  one: "1",
  less: "{0} %",
  countLine: "Stücke einer Art zählen zusammen.",
  countProduct: "Alle Arten dieses Produkts zählen zusammen.",
  countSelection: "Alle Produkte dieses Angebots zählen zusammen.",
  bundles: "Zusammen günstiger",
  units: "{0} × {1}",
  alone: "einzeln {0}",
  addBundle: "Set hinzufügen",
  deal: "Damit: {0}",
  partOf: "Teil von {0}",
  more: "Mehr für Ihren Warenkorb",
  inside: "Das ist darin",
};
