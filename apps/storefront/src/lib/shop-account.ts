/**
 * A shopper's account behind the shop's own `/api`: tokens stay in httpOnly cookies, the store is the
 * one the host belongs to, and the bag follows the account.
 */
import { hasSession } from "@ecomm/session";
import { guard } from "@ecomm/session/guard";
import { refusal } from "@ecomm/session/reply";
import { type CartKey, forgetCart, keepCart, readCart, signedCookie } from "./cart-cookies";
import { env } from "./env";
import { SLUG_HEADER, sessionProxy, sessionSettings } from "./session";
import { malformed, objectOf } from "./shop-api";

/** What a page may ask of its shopper's account. The bag's token is not among it. */
const OPEN = [
  /^me$/,
  /^me\/(?:addresses|wishlist|orders|sessions)(?:\/[0-9a-f-]{36})?$/,
  /^me\/(?:password|verification|marketing|close)$/,
  /^(?:forgot-password|reset-password|verify-email)$/,
];

const base = (slug: string): string =>
  `/api/v1/public/stores/${encodeURIComponent(slug)}/customers`;

/** Whether this browser is signed in to the shop, as far as its cookies say. */
export function isSignedIn(request: Request, slug: string): boolean {
  const { audience, mode } = sessionSettings();
  return hasSession({ audience, mode }, request.headers.get("cookie"), env().local ? slug : null);
}

/** The same request at another path of this app, with a body of ours where one is given. */
function turned(request: Request, path: string, slug: string, method: string, body?: string) {
  const url = new URL(request.url);
  const headers = new Headers(request.headers);
  headers.delete("content-length");
  headers.delete("x-cart-token");
  headers.set(SLUG_HEADER, slug);
  if (body !== undefined) headers.set("content-type", "application/json");
  return new Request(new URL(`${path}${url.search}`, url), {
    method,
    headers,
    signal: request.signal,
    ...(body === undefined ? {} : { body }),
  });
}

/** A call of the account: `path` below `customers/`. */
export function account(
  request: Request,
  slug: string,
  path: string,
  method = request.method,
  body?: unknown,
): Promise<Response> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  return sessionProxy().handle(turned(request, `${base(slug)}/${path}`, slug, method, text));
}

/** What a page of the account asks for. */
export async function passAccount(request: Request, slug: string, path: string): Promise<Response> {
  if (!OPEN.some((open) => open.test(path))) {
    return refusal(404, "not_found", "There is nothing here.");
  }
  if (request.method === "GET" || request.method === "DELETE") {
    return account(request, slug, path);
  }
  const text = await request.text();
  return sessionProxy().handle(
    turned(request, `${base(slug)}/${path}`, slug, request.method, text === "" ? "{}" : text),
  );
}

interface AccountCart {
  id: string;
  token: string;
}

function cartIn(data: unknown): CartKey | null {
  if (typeof data !== "object" || data === null || !("cart" in data)) return null;
  const cart = data.cart as AccountCart | null;
  return cart ? { cartId: cart.id, token: cart.token } : null;
}

/** Signs in or registers, showing the bag this browser holds; out comes the account's. */
export async function signIn(
  request: Request,
  slug: string,
  action: "login" | "register",
): Promise<Response> {
  const refused = guard(request, sessionSettings());
  if (refused) return refused;
  const body = await objectOf(request);
  if (body === null) return malformed();
  const held = readCart(request, slug);
  const asked = {
    ...body,
    keep: true,
    cart: held ? { id: held.cartId, token: held.token } : null,
  };
  const path = `/api/session/${action}`;
  const reply = await sessionProxy().handle(
    turned(request, path, slug, "POST", JSON.stringify(asked)),
  );
  if (!reply.ok) return reply;
  const { data } = (await reply.json()) as { data: Record<string, unknown> };
  const cart = cartIn(data);
  const headers = new Headers(reply.headers);
  headers.delete("content-length");
  headers.append("set-cookie", signedCookie(slug, true));
  if (cart) headers.append("set-cookie", keepCart(slug, cart));
  // The bag's token is for its cookie alone.
  const shown = JSON.stringify({ data: { user: data.user }, error: null });
  return new Response(shown, { status: reply.status, headers });
}

/** Signs out; the account's bag stays with the account. */
export async function signOut(request: Request, slug: string): Promise<Response> {
  const reply = await sessionProxy().handle(
    turned(request, "/api/session/logout", slug, "POST", "{}"),
  );
  if (!reply.ok) return reply;
  const headers = new Headers(reply.headers);
  for (const cookie of [signedCookie(slug, false), ...forgetCart(slug)]) {
    headers.append("set-cookie", cookie);
  }
  return new Response(await reply.text(), { status: reply.status, headers });
}

/** The account's bag for a signed-in shopper who has none here; null for a guest. Cookies of a
 * refreshed session come along. */
export async function accountCart(
  request: Request,
  slug: string,
): Promise<{ key: CartKey; cookies: string[] } | null> {
  if (!isSignedIn(request, slug)) return null;
  const reply = await account(request, slug, "me/cart", "PUT", {});
  const cookies = reply.headers.getSetCookie();
  if (!reply.ok) return null;
  const { data } = (await reply.json()) as { data: AccountCart };
  return { key: { cartId: data.id, token: data.token }, cookies };
}
