import { expect, it } from "vitest";
import type { TaxRate } from "../src/api/selling";
import { byCountryName } from "../src/features/taxes/order";

const rate = (id: string, country: string) => ({ id, country }) as TaxRate;
const rates = [
  rate("at", "AT"),
  rate("ch", "CH"),
  rate("de", "DE"),
  rate("de2", "DE"),
  rate("gb", "GB"),
];

it("lists tax rates by the name people read, each country's as they come", () => {
  expect(byCountryName(rates, "en").map(({ id }) => id)).toEqual(["at", "de", "de2", "ch", "gb"]);
  // Deutschland, Österreich, Schweiz, Vereinigtes Königreich.
  expect(byCountryName(rates, "de").map(({ id }) => id)).toEqual(["de", "de2", "at", "ch", "gb"]);
});
