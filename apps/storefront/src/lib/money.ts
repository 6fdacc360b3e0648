/** Money as shoppers read it. Amounts are whole minor units; no arithmetic is done on text. */
import type { Money } from "./api-types";

const ZERO_DIGITS = new Set(["JPY", "KRW", "VND", "CLP"]);
const THREE_DIGITS = new Set(["KWD", "BHD", "JOD", "OMR", "TND"]);

/** Minor digits of a currency: 0, 2 or 3. The same table as the API's (commerce-rules §1). */
export function minorDigits(currency: string): 0 | 2 | 3 {
  if (ZERO_DIGITS.has(currency)) return 0;
  return THREE_DIGITS.has(currency) ? 3 : 2;
}

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, locale: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  let format = formats.get(key);
  if (!format) {
    const digits = minorDigits(currency);
    format = new Intl.NumberFormat(locale, {
      style: "currency",
      currency,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(key, format);
  }
  return format;
}

/** An amount in the store's locale, e.g. €89.00, ¥8,900, KWD 8.900. */
export function formatMoney({ amount, currency }: Money, locale: string): string {
  return formatOf(currency, locale).format(amount / 10 ** minorDigits(currency));
}

/** The same without empty decimals, for thresholds and notices, e.g. €60. */
export function formatRound(money: Money, locale: string): string {
  const whole = money.amount % 10 ** minorDigits(money.currency) === 0;
  if (!whole) return formatMoney(money, locale);
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: money.currency,
    maximumFractionDigits: 0,
  }).format(money.amount / 10 ** minorDigits(money.currency));
}

/** The amount as schema.org wants it: a plain decimal, e.g. 89.00. */
export function decimal({ amount, currency }: Money): string {
  const digits = minorDigits(currency);
  if (digits === 0) return String(amount);
  const sign = amount < 0 ? "-" : "";
  const text = String(Math.abs(amount)).padStart(digits + 1, "0");
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** Whole percent saved against a former price, or null where there is nothing to boast of. */
export function saving(now: Money, before: Money | null): number | null {
  if (!before || before.currency !== now.currency || before.amount <= now.amount) return null;
  const percent = Math.floor(((before.amount - now.amount) * 100) / before.amount);
  return percent >= 1 ? percent : null;
}

/** Text of a price field in major units → minor units, or null where it is no amount. */
export function toMinor(text: string, currency: string): number | null {
  const match = /^\s*(\d{1,10})(?:[.,](\d{1,3}))?\s*$/.exec(text);
  if (!match) return null;
  const digits = minorDigits(currency);
  const fraction = (match[2] ?? "").padEnd(digits, "0").slice(0, digits);
  return Number(`${match[1]}${fraction}`);
}
