/** An amount in minor units with its ISO 4217 currency. */
export interface Money {
  amount: number;
  currency: string;
}

const ZERO_DIGITS = new Set(["JPY", "KRW", "VND", "CLP"]);
const THREE_DIGITS = new Set(["KWD", "BHD", "JOD", "OMR", "TND"]);

/** Largest amount the API accepts, in minor units. */
export const MAX_AMOUNT = 10 ** 12;

/**
 * Minor digits of a currency: 0, 2 or 3. The API's own table, not Intl's: the two differ for a
 * few currencies, and an amount read with the wrong one is wrong by a factor of a hundred.
 */
export function minorDigits(currency: string): 0 | 2 | 3 {
  if (ZERO_DIGITS.has(currency)) return 0;
  return THREE_DIGITS.has(currency) ? 3 : 2;
}

/** Minor units as a plain decimal string with a point: 123456 EUR → "1234.56". Exact. */
export function toDecimal(amount: number, currency: string): string {
  const digits = minorDigits(currency);
  const sign = amount < 0 ? "-" : "";
  const plain = String(Math.abs(amount)).padStart(digits + 1, "0");
  if (digits === 0) return sign + plain;
  return `${sign}${plain.slice(0, -digits)}.${plain.slice(-digits)}`;
}

const formats = new Map<string, Intl.NumberFormat>();

function format(locale: string, currency: string, options: Intl.NumberFormatOptions) {
  const key = `${locale}|${currency}|${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      currencyDisplay: "narrowSymbol",
      ...options,
    });
    formats.set(key, made);
  }
  return made;
}

export interface MoneyFormat {
  /** Signs every amount: "+€4.00". For differences. */
  signed?: boolean;
  /** Leaves the minor digits out where they are all zero. For axes. */
  trim?: boolean;
  /** "€3K" for axes on phones. */
  compact?: boolean;
}

function optionsFor(currency: string, how: MoneyFormat, whole: boolean): Intl.NumberFormatOptions {
  const digits = minorDigits(currency);
  const fraction = how.trim && whole ? 0 : digits;
  return {
    ...(how.compact
      ? { notation: "compact", maximumFractionDigits: 1, minimumFractionDigits: 0 }
      : { minimumFractionDigits: fraction, maximumFractionDigits: fraction }),
    ...(how.signed ? { signDisplay: "exceptZero" } : {}),
  };
}

/** Money as people read it in a locale: "€1,234.56", "¥1,235", "KWD 1.234". */
export function formatMoney(money: Money, locale = "en", how: MoneyFormat = {}): string {
  const decimal = toDecimal(money.amount, money.currency);
  const whole = !/\.\d*[1-9]/.test(decimal);
  const intl = format(locale, money.currency, optionsFor(money.currency, how, whole));
  // A string keeps every digit where a number would round; Intl takes it as a decimal.
  return intl.format(decimal as unknown as number).replace(/^-/, "−");
}

/** Money in two parts, so that minor digits can be quieter: ["€1,234", ".56", ""]. */
export function moneyParts(
  money: Money,
  locale = "en",
): { major: string; minor: string; end: string } {
  const intl = format(locale, money.currency, optionsFor(money.currency, {}, false));
  const parts = intl.formatToParts(toDecimal(money.amount, money.currency) as unknown as number);
  const text = (from: number, to: number) =>
    parts
      .slice(from, to)
      .map((part) => (part.type === "minusSign" ? "−" : part.value))
      .join("");
  const point = parts.findIndex((part) => part.type === "decimal");
  if (point < 0) return { major: text(0, parts.length), minor: "", end: "" };
  const after = parts.findIndex((part, at) => at > point && part.type !== "fraction");
  const stop = after < 0 ? parts.length : after;
  return { major: text(0, point), minor: text(point, stop), end: text(stop, parts.length) };
}

/** The sign people know a currency by, e.g. "€", "¥", "KWD". */
export function currencySymbol(currency: string, locale = "en"): string {
  const part = format(locale, currency, {})
    .formatToParts(0)
    .find((piece) => piece.type === "currency");
  return part?.value ?? currency;
}

/**
 * Reads what a person typed: "1234.5", "1.234,50", "1,234.50", "€ 12". Both point and comma may
 * separate decimals: the last one counts when the digits after it fit the currency.
 *
 * Returns minor units, null for empty text, or "invalid" for anything else (letters, too many
 * decimals, negative, above MAX_AMOUNT).
 */
export function parseMoney(text: string, currency: string): number | null | "invalid" {
  const typed = text.replace(/[\s\u00a0'’]/g, "").replace(currencySymbol(currency), "");
  if (typed === "") return null;
  if (!/^\d[\d.,]*$|^[.,]\d+$/.test(typed)) return "invalid";
  const digits = minorDigits(currency);
  const last = Math.max(typed.lastIndexOf("."), typed.lastIndexOf(","));
  const tail = typed.length - last - 1;
  const separators = typed.replace(/\d/g, "");
  const mixed = new Set(separators).size === 2;
  // "1,234" is a thousand and some; with three-digit currencies "1.234" is one and some.
  const grouped = tail === 3 && digits !== 3 && !mixed && /^[1-9]\d{0,2}([.,]\d{3})+$/.test(typed);
  const decimals = last >= 0 && !grouped && (mixed || separators.length === 1);
  const whole = (decimals ? typed.slice(0, last) : typed).replace(/[.,]/g, "");
  const fraction = decimals ? typed.slice(last + 1) : "";
  if (!decimals && separators.length > 0 && !/^\d{1,3}([.,]\d{3})+$/.test(typed)) return "invalid";
  if (fraction.length > digits && /[1-9]/.test(fraction.slice(digits))) return "invalid";
  const minor = Number(`${whole || "0"}${fraction.slice(0, digits).padEnd(digits, "0")}`);
  return Number.isSafeInteger(minor) && minor <= MAX_AMOUNT ? minor : "invalid";
}
