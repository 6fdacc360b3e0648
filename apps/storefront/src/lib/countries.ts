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

/** A language with the store's country where it names none: "en" in Germany writes dates as there. */
export function regional(locale: string, country: string): string {
  if (locale.includes("-") || !/^[A-Z]{2}$/.test(country)) return locale;
  const wanted = `${locale}-${country}`;
  return Intl.DateTimeFormat.supportedLocalesOf(wanted).length > 0 ? wanted : locale;
}

const RTL = new Set(["ar", "he", "fa", "ur", "ps", "ckb", "dv", "yi"]);

/** Direction a language is read in. */
export function direction(locale: string): "ltr" | "rtl" {
  return RTL.has(locale.split("-")[0] ?? "") ? "rtl" : "ltr";
}

/** ISO 3166-1 alpha-2 codes, for shops that ship everywhere. */
export const COUNTRY_CODES: readonly string[] = (
  "AD AE AF AG AI AL AM AO AR AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW " +
  "BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER " +
  "ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID " +
  "IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT " +
  "LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI " +
  "NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE " +
  "SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA " +
  "UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
).split(" ");
