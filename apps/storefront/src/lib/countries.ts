/** Country names in the store's language. */

const names = new Map<string, Intl.DisplayNames>();

/** A country's name, or its code where the language has none. */
export function countryName(code: string, locale: string): string {
  let format = names.get(locale);
  if (!format) {
    format = new Intl.DisplayNames([locale, "en"], { type: "region" });
    names.set(locale, format);
  }
  try {
    return format.of(code) ?? code;
  } catch {
    return code; // not a country code
  }
}

export interface CountryChoice {
  code: string;
  name: string;
}

/** Countries as a list to choose from, in the order of their names. */
export function countryChoices(codes: readonly string[], locale: string): CountryChoice[] {
  return codes
    .map((code) => ({ code, name: countryName(code, locale) }))
    .sort((a, b) => a.name.localeCompare(b.name, locale));
}

const RTL = new Set(["ar", "he", "fa", "ur", "ps", "ckb", "dv", "yi"]);

/** Direction a language is read in. */
export function direction(locale: string): "ltr" | "rtl" {
  return RTL.has(locale.split("-")[0] ?? "") ? "rtl" : "ltr";
}
