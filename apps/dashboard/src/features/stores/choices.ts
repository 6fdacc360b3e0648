import type { Schema } from "@ecomm/api-client";
import type { ComboboxOption } from "@ecomm/ui/combobox";

export const NICHES: readonly Schema<"Niche">[] = [
  "fashion",
  "jewelry",
  "beauty",
  "home",
  "electronics",
  "fitness",
  "pets",
  "kids",
  "outdoor",
  "food",
  "general",
];

/** ISO 4217 codes in use; funds, metals and testing codes are left out. */
const CURRENCIES =
  "AED ALL AMD ARS AUD AZN BAM BDT BGN BHD BND BOB BRL BWP BYN CAD CHF CLP CNY COP CRC CZK DKK DOP DZD EGP EUR GBP GEL GHS GTQ HKD HNL HUF IDR ILS INR ISK JMD JOD JPY KES KGS KHR KRW KWD KZT LBP LKR MAD MDL MKD MMK MNT MUR MXN MYR NGN NIO NOK NPR NZD OMR PEN PHP PKR PLN PYG QAR RON RSD SAR SEK SGD THB TND TRY TTD TWD TZS UAH UGX USD UYU UZS VND ZAR ZMW".split(
    " ",
  );

/** ISO 3166-1 alpha-2 codes. */
const COUNTRIES =
  "AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW".split(
    " ",
  );

/** The currency most people expect in a country; others are chosen by hand. */
const CURRENCY_OF: Record<string, string> = {
  US: "USD",
  CA: "CAD",
  GB: "GBP",
  AU: "AUD",
  NZ: "NZD",
  JP: "JPY",
  CH: "CHF",
  SE: "SEK",
  NO: "NOK",
  DK: "DKK",
  PL: "PLN",
  CZ: "CZK",
  HU: "HUF",
  RO: "RON",
  BR: "BRL",
  MX: "MXN",
  IN: "INR",
  CN: "CNY",
  KR: "KRW",
  SG: "SGD",
  HK: "HKD",
  TW: "TWD",
  TH: "THB",
  TR: "TRY",
  IL: "ILS",
  ZA: "ZAR",
  AE: "AED",
  SA: "SAR",
  KW: "KWD",
  BH: "BHD",
  OM: "OMR",
  TN: "TND",
  CL: "CLP",
  CO: "COP",
  AR: "ARS",
  ID: "IDR",
  MY: "MYR",
  PH: "PHP",
  VN: "VND",
  UA: "UAH",
}; // prettier-ignore

const EURO = new Set(
  "AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK AD MC SM VA ME XK".split(" "),
);

/** A likely currency for a country, or null. */
export function currencyOf(country: string): string | null {
  return CURRENCY_OF[country] ?? (EURO.has(country) ? "EUR" : null);
}

/** Name of a country in a language. */
export function countryName(code: string, locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: "region" }).of(code) ?? code;
  } catch {
    return code; // not a code: shown as it is
  }
}

export function countryOptions(locale: string): ComboboxOption[] {
  return COUNTRIES.map((value) => ({ value, label: countryName(value, locale), note: value })).sort(
    (a, b) => a.label.localeCompare(b.label, locale),
  );
}

export function currencyOptions(locale: string): ComboboxOption[] {
  const names = new Intl.DisplayNames(locale, { type: "currency" });
  return CURRENCIES.map((value) => ({ value, label: names.of(value) ?? value, note: value })).sort(
    (a, b) => a.label.localeCompare(b.label, locale),
  );
}

export function timezoneOptions(zones: readonly string[]): ComboboxOption[] {
  return zones.map((value) => ({ value, label: value.replaceAll("_", " ") }));
}
