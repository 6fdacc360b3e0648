import type { TaxRate } from "@/api/selling";
import { countryName } from "@/features/stores/choices";

/** Rates by their country's name as it is read; within a country as they come. */
export function byCountryName(rates: readonly TaxRate[], locale: string): TaxRate[] {
  const { compare } = new Intl.Collator(locale);
  return rates.toSorted((a, b) =>
    compare(countryName(a.country, locale), countryName(b.country, locale)),
  );
}
