import { expect, type Page } from "@playwright/test";

/** Addresses of the platform under test, given by `python -m tools.e2e`. */
export const dashboard = process.env.DASHBOARD_URL ?? "http://localhost:3000";
export const api = process.env.API_URL ?? "http://127.0.0.1:8000";
const storefrontPort = process.env.STOREFRONT_PORT ?? "3001";

/** Origin of a store's shop. */
export const shop = (slug: string) => `http://${slug}.localhost:${storefrontPort}`;

/** A shop elsewhere that can be connected, and its bad days. */
export const shopElsewhere = {
  url: process.env.SHOP_URL ?? "",
  credentials: {
    url: process.env.SHOP_URL ?? "",
    consumer_key: process.env.SHOP_KEY ?? "",
    consumer_secret: process.env.SHOP_SECRET ?? "",
  },
  /** What asks for a path with `part` in it meets a fault, so many times. */
  async fault(kind: string, part: string, seconds: number, times = 1): Promise<void> {
    const reply = await fetch(`${shopElsewhere.url}/panel/faults`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ kind, part, seconds, times }),
    });
    if (!reply.ok) throw new Error(`fault: ${reply.status}`);
  },
};

/** Another shop elsewhere, whose stock and orders change. */
const lively = process.env.LIVELY_SHOP_URL ?? "";
const panel = async (part: string, body: unknown): Promise<{ title: string; left: number }> => {
  const reply = await fetch(`${lively}/panel/${part}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`${part}: ${reply.status}`);
  return reply.json();
};
export const livelyShop = {
  credentials: { ...shopElsewhere.credentials, url: lively },
  /** Somebody buys the product at this place there. */
  buy: (product: number, units: number) => panel("orders", { product, units }),
  /** What it says is left of it. */
  left: async (product: number) => (await panel("stock", { product })).left,
  /** How many products there have this title; with `to`, somebody there gives them that one. */
  titled: async (title: string, to?: string) => (await panel("renames", { title, to })).left,
};

export const password = "a long enough password";

let counter = 0;
const worker = process.env.TEST_WORKER_INDEX ?? "0";
/** A word nobody used before, in this worker or another. */
export const unique = (word: string) => `${word}-${Date.now().toString(36)}w${worker}n${counter++}`;

/** Registers a merchant in the dashboard; ends on the new-store page. */
export async function register(page: Page): Promise<string> {
  const email = `${unique("merchant")}@example.com`;
  await page.goto(`${dashboard}/register`);
  await page.getByLabel("Your name").fill("Jo Journey");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL(/\/stores\/new/);
  return email;
}

/** The link to a page of the dashboard in the newest mail to somebody; waits for it. */
export async function mailedLink(page: Page, to: string, room: string): Promise<string> {
  let link = "";
  await expect(async () => {
    const address = `${api}/mailbox/messages.json?limit=20&to=${encodeURIComponent(to)}`;
    const mails = await (await page.request.get(address)).text();
    const found = new RegExp(`/${room}\\?token=([\\w-]+)`).exec(mails);
    expect(found).toBeTruthy();
    link = `${dashboard}/${room}?token=${found?.[1]}`;
  }).toPass({ timeout: 60_000 });
  return link;
}

export interface Store {
  id: string;
  slug: string;
  name: string;
}

/** Creates a store and waits until its three steps are done. */
export async function createStore(page: Page): Promise<Store> {
  const name = unique("Journey");
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Create store" }).click();
  await expect(page.getByRole("heading", { name: `${name} is ready` })).toBeVisible();
  const id = new URL(page.url()).searchParams.get("created");
  if (id === null) throw new Error("the page does not name the new store");
  return { id, slug: name.toLowerCase(), name };
}

/** A merchant with an API token, for what a journey needs but does not prove. */
export async function apiMerchant(): Promise<{ headers: Record<string, string> }> {
  const reply = await fetch(`${api}/api/v1/auth/register`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ email: `${unique("api")}@example.com`, password, name: "Api" }),
  });
  const { data } = await reply.json();
  return {
    headers: {
      Authorization: `Bearer ${data.access_token}`,
      "Content-Type": "application/json",
    },
  };
}

/** A selling store with one product, made over the API. */
export async function sellingStore(stock: number): Promise<{ slug: string; product: string }> {
  const { headers } = await apiMerchant();
  const post = async (path: string, body: unknown) => {
    const reply = await fetch(`${api}/api/v1${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()).data;
  };
  const store = await post("/stores", {
    name: unique("Shop"),
    niche: "home",
    currency: "EUR",
    country: "DE",
  });
  const product = await post(`/stores/${store.id}/products`, {
    title: "Trail Mug",
    status: "active",
    price: { amount: 1450, currency: "EUR" },
    stock,
  });
  return { slug: store.slug, product: product.slug };
}

/** Puts one piece of a product into the bag. */
export async function addToBag(page: Page, slug: string, product: string): Promise<void> {
  await page.goto(`${shop(slug)}/products/${product}`);
  await page.getByRole("button", { name: "Add to bag" }).first().click();
  await expect(page.getByRole("dialog", { name: /your bag/i })).toBeVisible();
}

/** Fills the checkout; the country is the shop's own, so the postcode must be one of its. */
export async function fillCheckout(
  page: Page,
  slug: string,
  email: string,
  place = { postcode: "01099", city: "Dresden" },
): Promise<void> {
  await page.goto(`${shop(slug)}/checkout`);
  // Who is signed in may have an address book; this types another.
  await expect(page.getByText(/^(Signed in as|Been here before)/)).toBeVisible();
  const another = page.getByRole("radio", { name: "Another address" });
  if (await another.isVisible()) await another.check();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Full name").fill("Sina Shopper");
  await page.getByLabel("Street and number").fill("Main Street 1");
  await page.getByLabel("Postcode").fill(place.postcode);
  await page.getByLabel("Town or city").fill(place.city);
}

/** Goes to the payment page. */
export async function buy(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: /^Buy now/ });
  // Before the ways to ship are known it takes no press, and says so.
  await expect(button).not.toHaveAttribute("aria-disabled", "true");
  await button.click();
  await page.waitForURL(/\/mock-pay\//);
}
