/** Dutch: see en/offers.ts. */

import type { offers as offersEn } from "../en/offers";
import type { Translated } from "../spell";

export const offers: Translated<typeof offersEn> = {
  volume: "Koop meer, betaal minder per stuk",
  quantity: "Aantal",
  each: "Per stuk",
  save: "U bespaart",
  from: "{0} of meer",
  one: "1",
  less: "{0} %",
  countLine: "Stuks van één soort tellen samen.",
  countProduct: "Alle soorten van dit product tellen samen.",
  countSelection: "Alle producten van deze aanbieding tellen samen.",
  bundles: "Samen goedkoper",
  units: "{0} × {1}",
  alone: "{0} los",
  addBundle: "Set toevoegen",
  deal: "Erbij: {0}",
  partOf: "Deel van {0}",
  more: "Meer voor uw winkelwagen",
  inside: "Wat erin zit",
};
