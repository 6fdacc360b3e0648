/** A merchant at their desk: signed in to the dashboard, with what a journey needs but does not prove. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { APIRequestContext, Browser, BrowserContextOptions, Page } from "@playwright/test";
import { api, dashboard, password, unique } from "../support";

export interface Thing {
  id: string;
  slug: string;
  title: string;
  version: number;
}

export interface Desk {
  page: Page;
  email: string;
  store: Thing;
  /** Address of a page of the store. */
  at(path: string): string;
  /** Another tab of the same person. */
  tab(): Promise<Page>;
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  product(fields?: Record<string, unknown>): Promise<Thing>;
  close(): Promise<void>;
}

const HABITS: BrowserContextOptions = {
  reducedMotion: "reduce",
  locale: "en-GB",
  timezoneId: "Europe/Berlin",
};

/** Another browser, in which the same person has signed in. Its context is the caller's to close. */
export async function elsewhere(
  browser: Browser,
  shop: Desk,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext({ ...HABITS, ...options });
  const reply = await context.request.post(`${dashboard}/api/session/login`, {
    headers: { Origin: dashboard },
    data: { email: shop.email, password, keep: true },
  });
  if (!reply.ok()) throw new Error(`login: ${reply.status()} ${await reply.text()}`);
  return context.newPage();
}

/** Registers through the dashboard's own origin, so that the browser has the session's cookies. */
export async function desk(
  browser: Browser,
  options: BrowserContextOptions = {},
  store: Record<string, unknown> = {},
): Promise<Desk> {
  const context = await browser.newContext({ ...HABITS, ...options });
  const email = `${unique("desk")}@example.com`;
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const ask = () =>
      context.request.fetch(`${dashboard}/api${path}`, {
        method,
        headers: { Origin: dashboard, "Content-Type": "application/json" },
        ...(body === undefined ? {} : { data: JSON.stringify(body) }),
      });
    let reply = await ask();
    // A busy machine's 503 says that nothing happened and when to come again.
    for (let tries = 0; reply.status() === 503 && tries < 5; tries += 1) {
      await new Promise((next) => setTimeout(next, 2_000));
      reply = await ask();
    }
    if (!reply.ok()) throw new Error(`${method} ${path}: ${reply.status()} ${await reply.text()}`);
    const text = await reply.text();
    return (text === "" ? null : JSON.parse(text).data) as T;
  }
  await call("POST", "/session/register", { email, password, name: "Desk Person", keep: true });
  const made = await call<Thing>("POST", "/v1/stores", {
    name: unique("Desk"),
    niche: "home",
    currency: "EUR",
    country: "DE",
    ...store,
  });
  return {
    page: await context.newPage(),
    email,
    store: made,
    at: (path) => `${dashboard}/stores/${made.id}${path}`,
    tab: () => context.newPage(),
    call,
    product: (fields = {}) =>
      call<Thing>("POST", `/v1/stores/${made.id}/products`, {
        title: "Trail Mug",
        status: "active",
        price: { amount: 1450, currency: "EUR" },
        stock: 10,
        ...fields,
      }),
    close: () => context.close(),
  };
}

/** Has the fixture's CSV checked, as the first step of an import: nothing is changed. Its id. */
export async function checkCsv(request: APIRequestContext, store: string): Promise<string> {
  const csv = path.join(import.meta.dirname, "../../fixtures/products.csv");
  const file = { name: "products.csv", mimeType: "text/csv", buffer: readFileSync(csv) };
  const job = `${dashboard}/api/v1/stores/${store}`;
  const reply = await request.post(`${job}/products/import`, {
    headers: { Origin: dashboard },
    multipart: { file },
  });
  if (!reply.ok()) throw new Error(`import: ${reply.status()} ${await reply.text()}`);
  const { id } = (await reply.json()).data;
  for (let tries = 0; tries < 600; tries += 1) {
    const { data } = await (await request.get(`${job}/imports/${id}`)).json();
    if (data.status === "done") return id;
    await new Promise((next) => setTimeout(next, 200));
  }
  throw new Error("the import was not checked in time");
}

/** A shopper buys one piece of a product over the API and pays on the test page; the order. */
export async function sell(
  store: Thing,
  product: Thing,
  email: string,
  place: Record<string, string> & { country: string } = {
    country: "DE",
    postal_code: "01099",
    city: "Dresden",
  },
  onCart?: (cart: { id: string; token: string }) => Promise<void>,
): Promise<{ id: string; token: string }> {
  const shop = `${api}/api/v1/public/stores/${store.slug}`;
  const ask = async (address: string, body?: unknown, token = "") => {
    const reply = await fetch(address, {
      method: body === undefined ? "GET" : "POST",
      headers: { "Content-Type": "application/json", ...(token ? { "X-Cart-Token": token } : {}) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!reply.ok) throw new Error(`${address}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()).data;
  };
  const { variants } = await ask(`${shop}/products/${product.slug}`);
  const cart = await ask(`${shop}/carts`, {});
  await ask(
    `${shop}/carts/${cart.id}/lines`,
    { variant_id: variants[0].id, quantity: 1 },
    cart.token,
  );
  await onCart?.(cart);
  const { rates } = await ask(
    `${shop}/carts/${cart.id}/shipping-rates?country=${place.country}`,
    undefined,
    cart.token,
  );
  const checkout = await ask(
    `${shop}/checkout`,
    {
      cart_id: cart.id,
      email,
      shipping_rate_id: rates[0].id,
      shipping_address: {
        name: "Sina Shopper",
        line1: "Main Street 1",
        ...place,
      },
    },
    cart.token,
  );
  const session = String(checkout.payment_url).split("/").at(-1);
  await ask(`${api}/mock-pay/sessions/${session}/actions`, { action: "pay" });
  const paid = await ask(`${shop}/checkout/${checkout.checkout_id}`, undefined, cart.token);
  return paid.order;
}
