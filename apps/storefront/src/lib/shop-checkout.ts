/** Checkout behind `/api/checkout`: the browser's cart, an address, and what became of it. */

import { lotsIn } from "./ab-tests";
import {
  type CartKey,
  type CheckoutKey,
  forgetCart,
  isId,
  keepCheckout,
  readCart,
  readCheckout,
} from "./cart-cookies";
import { env, storeOrigin } from "./env";
import { type Answer, ask, give, gone, ok, pass } from "./shop-api";

const NO_CART = () => gone("cart_not_found", "Your bag is empty.");

/** Rates for a country and, with `rate`, the sums with that one. */
export async function shippingRates(
  request: Request,
  slug: string,
  search: URLSearchParams,
): Promise<Response> {
  const key = readCart(request, slug);
  if (!key) return NO_CART();
  const query = new URLSearchParams({ country: search.get("country") ?? "" });
  for (const name of ["rate", "state", "postal_code"]) {
    const value = search.get(name);
    if (value) query.set(name, value);
  }
  if (search.get("credit") === "1") query.set("use_store_credit", "true");
  const path = `/carts/${key.cartId}/shipping-rates?${query}`;
  return pass(await ask(request, slug, { method: "GET", path, cartToken: key.token }));
}

function started(answer: Answer): { checkout_id?: string } {
  return (answer.body?.data ?? {}) as { checkout_id?: string };
}

/** Says of a cart which A/B tests its browser is in, so that its order counts there. */
async function noteTests(request: Request, slug: string, key: CartKey): Promise<void> {
  const lots = lotsIn(request.headers.get("cookie") ?? "").slice(0, MOST_TESTS);
  if (lots.length === 0) return;
  await ask(request, slug, {
    method: "POST",
    path: `/carts/${key.cartId}/ab-tests`,
    cartToken: key.token,
    body: { tests: lots.map((lot) => ({ test_id: lot.testId, visitor: lot.visitor })) },
    key: crypto.randomUUID(),
  });
}

/** As many as the API takes at once. */
const MOST_TESTS = 10;

/** Starts the checkout of the browser's cart, or starts it again with a changed body. */
export async function startCheckout(
  request: Request,
  slug: string,
  body: Record<string, unknown>,
): Promise<Response> {
  const key = readCart(request, slug);
  if (!key) return NO_CART();
  // Before it: afterwards the order may be there already. A refusal of it stops nobody.
  await noteTests(request, slug, key);
  const answer = await ask(request, slug, {
    method: "POST",
    path: "/checkout",
    cartToken: key.token,
    body: {
      cart_id: key.cartId,
      email: body.email,
      shipping_address: body.shipping_address,
      shipping_rate_id: body.shipping_rate_id,
      codes: body.codes ?? [],
      use_store_credit: body.use_store_credit === true,
    },
  });
  const id = started(answer).checkout_id;
  return pass(answer, ok(answer) && id ? [keepCheckout(slug, { ...key, checkoutId: id })] : []);
}

/** The capability for a checkout: the one it was started with, else the cart's. */
function keyFor(request: Request, slug: string, checkoutId: string): CheckoutKey | null {
  const kept = readCheckout(request, slug);
  if (kept && kept.checkoutId === checkoutId) return kept;
  const cart = readCart(request, slug);
  return cart ? { ...cart, checkoutId } : null;
}

/** The store's own domain, where it has a primary one. */
async function primaryHost(request: Request, slug: string): Promise<string | null> {
  const answer = await ask(request, slug, { method: "GET", path: "" });
  const told = ((answer.body?.data ?? {}) as { primary_host?: unknown }).primary_host;
  return typeof told === "string" ? told : null;
}

/**
 * A shop may answer at several hosts, and a browser keeps its cookies for the one it began on. A
 * checkout that is unknown here may be known there: the page tries once.
 */
async function elsewhere(
  request: Request,
  slug: string,
  checkoutId: string,
): Promise<string | null> {
  const { local, scheme, port, domain } = env();
  const host = request.headers.get("host")?.split(":")[0]?.toLowerCase();
  const query = `checkout=${encodeURIComponent(checkoutId)}&moved=1`;
  const own = await primaryHost(request, slug);
  if (own !== null && own !== host) {
    return `${scheme}//${own}${port}/checkout/return?${query}`;
  }
  if (!local) return null;
  return host === `${slug}.${domain}`
    ? `${scheme}//${domain}${port}/checkout/return?store=${slug}&${query}`
    : `${storeOrigin(slug)}/checkout/return?${query}`;
}

/** Where a checkout stands. When it is an order, the cart is forgotten. */
export async function checkoutState(
  request: Request,
  slug: string,
  checkoutId: string,
): Promise<Response> {
  const key = isId(checkoutId) ? keyFor(request, slug, checkoutId) : null;
  const answer = key
    ? await ask(request, slug, {
        method: "GET",
        path: `/checkout/${checkoutId}`,
        cartToken: key.token,
      })
    : null;
  if (!answer || answer.status === 404) {
    return give({
      state: "unknown",
      elsewhere: await elsewhere(request, slug, checkoutId),
    });
  }
  const data = (answer.body?.data ?? {}) as { state?: string; cart_id?: string };
  const spent = data.state === "completed" && readCart(request, slug)?.cartId === data.cart_id;
  return pass(answer, spent ? forgetCart(slug) : []);
}

/** A new payment attempt after a decline. */
export async function retryCheckout(
  request: Request,
  slug: string,
  checkoutId: string,
): Promise<Response> {
  const key = isId(checkoutId) ? keyFor(request, slug, checkoutId) : null;
  if (!key) return gone("checkout_not_found", "This checkout is not known here.");
  const path = `/checkout/${checkoutId}/retry`;
  return pass(await ask(request, slug, { method: "POST", path, body: {}, cartToken: key.token }));
}
