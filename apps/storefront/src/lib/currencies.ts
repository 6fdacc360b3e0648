/** Currencies as shoppers choose them. */

export interface CurrencyChoice {
  code: string;
  /** In the shop's language, e.g. US Dollar. */
  name: string;
  /** e.g. $; the code again where the currency has no sign. */
  sign: string;
}

function signOf(code: string, locale: string): string {
  const parts = new Intl.NumberFormat(locale, {
    style: "currency",
    currency: code,
    currencyDisplay: "narrowSymbol",
  }).formatToParts(0);
  return parts.find((part) => part.type === "currency")?.value ?? code;
}

/** Codes with their names and signs, in the order given. */
export function currencyChoices(codes: readonly string[], locale: string): CurrencyChoice[] {
  const names = new Intl.DisplayNames([locale, "en"], { type: "currency" });
  return codes.map((code) => ({ code, name: names.of(code) ?? code, sign: signOf(code, locale) }));
}
