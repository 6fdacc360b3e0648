/**
 * Capabilities of a shopper, kept where scripts cannot read them. In production the `__Host-`
 * prefix binds a cookie to one shop's host; locally several shops share a host, so the name says
 * which.
 */
import { env } from "./env";
import { CHOICE_SECONDS, currencyCookie } from "./variant";

/** Who may see and change a cart. */
export interface CartKey {
  cartId: string;
  token: string;
}

/** A started checkout, and the cart it came from: kept when the cart itself is used up. */
export interface CheckoutKey extends CartKey {
  checkoutId: string;
}

const CART_SECONDS = 30 * 24 * 3600;
const CHECKOUT_SECONDS = 7 * 24 * 3600;
const ID = /^[0-9a-f-]{36}$/i;
const TOKEN = /^[A-Za-z0-9._~+/=-]{8,512}$/;

/** Whether a word is an id as the API makes them. */
export const isId = (word: string): boolean => ID.test(word);

const prefix = (): string => (env().local ? "" : "__Host-");

export const cartCookie = (slug: string): string => `${prefix()}ecomm_cart_${slug}`;
export const checkoutCookie = (slug: string): string => `${prefix()}ecomm_checkout_${slug}`;
/** Readable: so that the bag's count shows before anything is asked. */
export const countCookie = (slug: string): string => `ecomm_cart_count_${slug}`;

function readCookie(request: Request, name: string): string | null {
  for (const part of (request.headers.get("cookie") ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return null;
}

/** The cart a browser holds, or null. Anything malformed is no cart. */
export function readCart(request: Request, slug: string): CartKey | null {
  const [cartId = "", ...rest] = (readCookie(request, cartCookie(slug)) ?? "").split("~");
  const token = rest.join("~");
  return isId(cartId) && TOKEN.test(token) ? { cartId, token } : null;
}

/** The checkout a browser began last, or null. */
export function readCheckout(request: Request, slug: string): CheckoutKey | null {
  const value = readCookie(request, checkoutCookie(slug)) ?? "";
  const [checkoutId = "", cartId = "", ...rest] = value.split("~");
  const token = rest.join("~");
  return isId(checkoutId) && isId(cartId) && TOKEN.test(token)
    ? { checkoutId, cartId, token }
    : null;
}

function cookie(name: string, value: string, seconds: number, scriptless: boolean): string {
  const parts = [`${name}=${value}`, "Path=/", `Max-Age=${seconds}`, "SameSite=Lax"];
  if (scriptless) parts.push("HttpOnly");
  if (!env().local) parts.push("Secure");
  return parts.join("; ");
}

export const keepCart = (slug: string, { cartId, token }: CartKey): string =>
  cookie(cartCookie(slug), `${cartId}~${token}`, CART_SECONDS, true);

export const keepCount = (slug: string, count: number): string =>
  cookie(countCookie(slug), String(count), CART_SECONDS, false);

export const keepCheckout = (slug: string, key: CheckoutKey): string =>
  cookie(
    checkoutCookie(slug),
    `${key.checkoutId}~${key.cartId}~${key.token}`,
    CHECKOUT_SECONDS,
    true,
  );

/** Readable: whether somebody is signed in here, so that a page need not ask to know. */
export const signedCookie = (slug: string, signed: boolean): string =>
  cookie(`ecomm_signed_${slug}`, signed ? "1" : "", signed ? CART_SECONDS : 0, false);

/** The currency pages are shown in; "" for the shop's own. */
export const keepCurrency = (slug: string, currency: string): string =>
  cookie(currencyCookie(slug), currency, currency === "" ? 0 : CHOICE_SECONDS, false);

/** Ends the cart in the browser. The checkout stays: its order is still to be shown. */
export const forgetCart = (slug: string): string[] => [
  cookie(cartCookie(slug), "", 0, true),
  cookie(countCookie(slug), "", 0, false),
];
