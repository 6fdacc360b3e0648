/** The cart behind `/api/cart`: made when something is first put in, forgotten when it is used up. */
import { createHash } from "node:crypto";
import { offerOf } from "@/data/lookups";
import type { Cart } from "./api-types";
import {
  type CartKey,
  forgetCart,
  keepCart,
  keepCount,
  keepCurrency,
  readCart,
} from "./cart-cookies";
import { accountCart } from "./shop-account";
import { type Answer, ask, codeOf, give, ok, pass } from "./shop-api";
import { readVariant } from "./variant";

const cartOf = (answer: Answer): Cart | null => (answer.body?.data as Cart | undefined) ?? null;

/**
 * No such cart any more, or it became an order: the browser's cookie is of no more use. Not any
 * 404: a paused shop answers that too, and its bags must outlive the pause.
 */
const isSpent = (answer: Answer): boolean =>
  codeOf(answer) === "cart_not_found" || codeOf(answer) === "cart_completed";

/** A reply that carries a cart, with the count for the bar. */
export function passCart(slug: string, answer: Answer, cookies: readonly string[] = []): Response {
  const cart = ok(answer) ? cartOf(answer) : null;
  return pass(answer, cart ? [...cookies, keepCount(slug, cart.items)] : cookies);
}

/** The currency of the pages this browser is shown; null where nobody can say. */
async function shownCurrency(slug: string, segment: string): Promise<string | null> {
  return readVariant(segment)?.currency ?? (await offerOf(slug))?.own ?? null;
}

/**
 * The bag in the currency of the pages around it: it follows when the shopper chose another, here or
 * before this bag was theirs. Where that is refused, it stays as it is and says what it is in.
 */
async function followed(
  request: Request,
  slug: string,
  segment: string,
  key: CartKey,
  answer: Answer,
): Promise<Answer> {
  const cart = ok(answer) ? cartOf(answer) : null;
  if (cart?.status !== "open") return answer;
  const wanted = await shownCurrency(slug, segment);
  if (wanted === null || wanted === cart.currency) return answer;
  const moved = await ask(request, slug, {
    method: "PATCH",
    path: `/carts/${key.cartId}`,
    cartToken: key.token,
    body: { currency: wanted },
  });
  return ok(moved) ? moved : answer;
}

/** The browser's cart, or `data: null` where it has none. */
export async function showCart(request: Request, slug: string, segment: string): Promise<Response> {
  const key = readCart(request, slug);
  if (!key) return give(null);
  const answer = await ask(request, slug, {
    method: "GET",
    path: `/carts/${key.cartId}`,
    cartToken: key.token,
  });
  if (isSpent(answer) || cartOf(answer)?.status === "completed") {
    return give(null, forgetCart(slug));
  }
  return passCart(slug, await followed(request, slug, segment, key, answer));
}

/** One key for the act, another derived from it for the cart made on the way. */
const derived = (key: string): string =>
  createHash("sha256").update(`cart:${key}`).digest("hex").slice(0, 40);

async function newCart(request: Request, slug: string): Promise<CartKey | Answer> {
  const key = request.headers.get("idempotency-key");
  const answer = await ask(request, slug, {
    method: "POST",
    path: "/carts",
    body: {},
    key: key ? derived(key) : crypto.randomUUID(),
  });
  const made = answer.body?.data as { id?: string; token?: string } | undefined;
  return ok(answer) && made?.id && made.token ? { cartId: made.id, token: made.token } : answer;
}

const isKey = (value: CartKey | Answer): value is CartKey => "token" in value;

/** Adds a line, making a cart where there is none or the old one is spent. */
export async function addLine(
  request: Request,
  slug: string,
  segment: string,
  body: Record<string, unknown>,
): Promise<Response> {
  const offer = typeof body.upsell_id === "string" ? { upsell_id: body.upsell_id } : {};
  const line = { variant_id: body.variant_id, quantity: body.quantity, ...offer };
  const add = async (key: CartKey): Promise<Answer> => {
    const answer = await ask(request, slug, {
      method: "POST",
      path: `/carts/${key.cartId}/lines`,
      body: line,
      cartToken: key.token,
    });
    return followed(request, slug, segment, key, answer);
  };
  const held = readCart(request, slug);
  if (held) {
    const answer = await add(held);
    if (!isSpent(answer)) return passCart(slug, answer);
  }
  const theirs = await accountCart(request, slug);
  const made = theirs?.key ?? (await newCart(request, slug));
  if (!isKey(made)) return pass(made, held ? forgetCart(slug) : []);
  const answer = await add(made);
  // Kept even where the line was refused: the next try needs no other cart.
  return passCart(slug, answer, [...(theirs?.cookies ?? []), keepCart(slug, made)]);
}

/** Changes a line of the browser's cart. */
export async function changeLine(
  request: Request,
  slug: string,
  lineId: string,
  change: { quantity: unknown } | null,
): Promise<Response> {
  const key = readCart(request, slug);
  if (!key) return give(null);
  const path = `/carts/${key.cartId}/lines/${encodeURIComponent(lineId)}`;
  const answer = await ask(request, slug, {
    path,
    cartToken: key.token,
    ...(change === null ? { method: "DELETE" } : { method: "PATCH", body: change }),
  });
  return passCart(slug, answer);
}

/** Puts a discount code or a gift card on the browser's cart. */
export async function addCode(request: Request, slug: string, code: unknown): Promise<Response> {
  const key = readCart(request, slug);
  if (!key) return give(null);
  const answer = await ask(request, slug, {
    method: "POST",
    path: `/carts/${key.cartId}/codes`,
    cartToken: key.token,
    body: { code },
  });
  return passCart(slug, answer);
}

/** Takes a code, or a gift card by its id, off the browser's cart. */
export async function removeCode(request: Request, slug: string, code: string): Promise<Response> {
  const key = readCart(request, slug);
  if (!key) return give(null);
  const answer = await ask(request, slug, {
    method: "DELETE",
    path: `/carts/${key.cartId}/codes/${encodeURIComponent(code)}`,
    cartToken: key.token,
  });
  return passCart(slug, answer);
}

/** Back to a bag by the link of a reminder; what this browser held comes along. */
export async function recoverCart(request: Request, slug: string, token: string) {
  const held = readCart(request, slug);
  const answer = await ask(request, slug, {
    method: "POST",
    path: "/carts/recover",
    body: { token, cart: held ? { id: held.cartId, token: held.token } : null },
    key: crypto.randomUUID(),
  });
  if (!ok(answer)) return pass(answer);
  const found = answer.body?.data as { id: string; token: string } | undefined;
  if (!found) return pass(answer);
  const { id, token: fresh } = found;
  const key = { cartId: id, token: fresh };
  const shown = await ask(request, slug, {
    method: "GET",
    path: `/carts/${id}`,
    cartToken: fresh,
  });
  // The shop follows the bag: somebody left it in this currency.
  const currency = ok(shown) ? cartOf(shown)?.currency : null;
  const own = currency ? (await offerOf(slug))?.own : null;
  const cookies = currency && own ? [keepCurrency(slug, currency === own ? "" : currency)] : [];
  return passCart(slug, shown, [keepCart(slug, key), ...cookies]);
}

/** Whose bag it is, as the address is typed at checkout. */
export async function sayContact(request: Request, slug: string, body: Record<string, unknown>) {
  const key = readCart(request, slug);
  if (!key) return give(null);
  const answer = await ask(request, slug, {
    method: "PUT",
    path: `/carts/${key.cartId}/contact`,
    body: { email: body.email, marketing: body.marketing === true },
    cartToken: key.token,
  });
  return pass(answer);
}
