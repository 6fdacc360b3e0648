/** The cart behind `/api/cart`: made when something is first put in, forgotten when it is used up. */
import { createHash } from "node:crypto";
import type { Cart } from "@/data/types";
import { type CartKey, forgetCart, keepCart, keepCount, readCart } from "./cart-cookies";
import { type Answer, ask, codeOf, give, ok, pass } from "./shop-api";

const cartOf = (answer: Answer): Cart | null => (answer.body?.data as Cart | undefined) ?? null;

/** No such cart any more, or it became an order: the browser's cookie is of no more use. */
const isSpent = (answer: Answer): boolean =>
  answer.status === 404 || codeOf(answer) === "cart_completed";

/** A reply that carries a cart, with the count for the bar. */
export function passCart(slug: string, answer: Answer, cookies: readonly string[] = []): Response {
  const cart = ok(answer) ? cartOf(answer) : null;
  return pass(answer, cart ? [...cookies, keepCount(slug, cart.items)] : cookies);
}

/** The browser's cart, or `data: null` where it has none. */
export async function showCart(request: Request, slug: string): Promise<Response> {
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
  return passCart(slug, answer);
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
  body: Record<string, unknown>,
): Promise<Response> {
  const line = { variant_id: body.variant_id, quantity: body.quantity };
  const add = (key: CartKey): Promise<Answer> =>
    ask(request, slug, {
      method: "POST",
      path: `/carts/${key.cartId}/lines`,
      body: line,
      cartToken: key.token,
    });
  const held = readCart(request, slug);
  if (held) {
    const answer = await add(held);
    const cartGone = codeOf(answer) === "cart_not_found" || codeOf(answer) === "cart_completed";
    if (!cartGone) return passCart(slug, answer);
  }
  const made = await newCart(request, slug);
  if (!isKey(made)) return pass(made, held ? forgetCart(slug) : []);
  const answer = await add(made);
  // Kept even where the line was refused: the next try needs no other cart.
  return passCart(slug, answer, [keepCart(slug, made)]);
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
