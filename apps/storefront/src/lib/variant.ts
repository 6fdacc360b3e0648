/**
 * What of a page differs between shoppers of one store: language, currency, theme version, and the
 * face of an A/B test. The proxy alone picks a variant, out of what the store offers; a page is
 * cached once for each.
 */

/** `null` is the store's own. */
export interface Variant {
  locale: string | null;
  currency: string | null;
  /** The A/B test whose version B is shown; tests are of the store's own language and currency. */
  face?: string;
}

/** Everything the store's own: what is shown to everyone who chose nothing. */
export const OWN: Variant = { locale: null, currency: null };

const OWN_SEGMENT = "default";
/** Versions of a theme that pages can stand in: the published one. */
const PUBLISHED = "live";

const CURRENCY = /^[A-Z]{3}$/;
const FACE = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LOCALE = /^[a-z]{2,3}(?:-[A-Z]{2})?$/;

/** Whether a word can be an ISO 4217 code. */
export const isCurrency = (word: string): boolean => CURRENCY.test(word);

/** The path segment of a variant; one spelling for each. */
export function segmentOf({ locale, currency, face }: Variant): string {
  if (face !== undefined) return ["own", "own", PUBLISHED, face].join(".");
  if (locale === null && currency === null) return OWN_SEGMENT;
  return [locale ?? "own", currency ?? "own", PUBLISHED].join(".");
}

/** The variant a segment names, or null where it names none in its one spelling. */
export function readVariant(segment: string): Variant | null {
  if (segment === OWN_SEGMENT) return OWN;
  const [locale = "", currency = "", theme, face, ...rest] = segment.split(".");
  if (theme !== PUBLISHED || rest.length > 0) return null;
  if (face !== undefined) {
    return FACE.test(face) && locale === "own" && currency === "own" ? { ...OWN, face } : null;
  }
  if (!(locale === "own" || LOCALE.test(locale))) return null;
  if (!(currency === "own" || CURRENCY.test(currency))) return null;
  const variant = {
    locale: locale === "own" ? null : locale,
    currency: currency === "own" ? null : currency,
  };
  return segmentOf(variant) === segment ? variant : null;
}

/** What a store offers: the closed set that a wish is checked against. */
export interface Offer {
  /** The store's own currency. */
  own: string;
  /** All it sells in, its own among them. */
  currencies: readonly string[];
  /** The store's own language. */
  ownLocale: string;
  /** All it is shown in, its own among them. */
  locales: readonly string[];
}

const among = (wished: string, own: string, all: readonly string[]): string | null =>
  wished !== own && all.includes(wished) ? wished : null;

/** The variant for what is wished: the store's own where it does not offer that. */
export function variantFor(wished: { locale: string; currency: string }, offer: Offer): Variant {
  return {
    locale: among(wished.locale, offer.ownLocale, offer.locales),
    currency: among(wished.currency, offer.own, offer.currencies),
  };
}

/** The language a path begins with, in its one spelling, and the rest; null where none does. */
export function splitLocale(pathname: string): { locale: string; rest: string } | null {
  const [, first = "", ...rest] = pathname.split("/");
  const [language = "", region] = first.split("-");
  const locale = region ? `${language.toLowerCase()}-${region.toUpperCase()}` : first.toLowerCase();
  return LOCALE.test(locale) ? { locale, rest: `/${rest.join("/")}` } : null;
}

/** Whether a word can be a language as stores have them. */
export const isLocale = (word: string): boolean => LOCALE.test(word);

/** The language a browser was last shown. */
export const localeCookie = (slug: string): string => `ecomm_locale_${slug}`;

/** Readable by the page. Locally several shops share a host, so the name says which. */
export const currencyCookie = (slug: string): string => `ecomm_currency_${slug}`;

/** How long a choice of currency is kept, in seconds. */
export const CHOICE_SECONDS = 365 * 24 * 3600;
