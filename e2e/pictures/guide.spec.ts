/** The guide's pictures: each page as a merchant of the demo store sees it. */
import { type Browser, expect, type Page, test } from "@playwright/test";
import { dashboard, shop } from "../journeys/support";
import { shot } from "./shot";

const DEMO = { email: "demo@ecomm.example", password: "demo demo demo", keep: false };

async function office(browser: Browser): Promise<{ page: Page; home: string }> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 820 },
    deviceScaleFactor: 1.5,
    reducedMotion: "reduce",
  });
  const headers = { Origin: dashboard };
  const signed = await context.request.post(`${dashboard}/api/session/login`, {
    headers,
    data: DEMO,
  });
  expect(signed.ok()).toBe(true);
  const { data } = await (await context.request.get(`${dashboard}/api/v1/stores`)).json();
  const store = data.find((entry: { slug: string }) => entry.slug === "demo");
  return { page: await context.newPage(), home: `${dashboard}/stores/${store.id}` };
}

const PAGES = {
  overview: "",
  products: "/products",
  categories: "/categories",
  collections: "/collections",
  inventory: "/inventory",
  imports: "/imports",
  orders: "/orders",
  returns: "/returns",
  customers: "/customers",
  segments: "/segments",
  discount: "/discounts/new",
  "gift-cards": "/gift-cards",
  taxes: "/taxes",
  currencies: "/currencies",
  shipping: "/shipping",
  mails: "/mails",
  pages: "/pages",
  navigation: "/navigation",
  domains: "/domains",
  settings: "/settings",
} as const;

test("the pages of the dashboard", async ({ browser }) => {
  test.setTimeout(600_000);
  const { page, home } = await office(browser);
  for (const [name, at] of Object.entries(PAGES)) {
    await page.goto(home + at);
    await shot(page, name);
  }
  await page.goto(`${home}/products?search=Heron`);
  await page.getByRole("link", { name: /Heron/ }).first().click();
  await page.waitForURL(/\/products\/[0-9a-f-]+/);
  await shot(page, "product");
  await page.goto(`${home}/orders`);
  await page.getByRole("table").getByRole("link").first().click();
  await page.waitForURL(/\/orders\/[0-9a-f-]+/);
  await shot(page, "order");
  await page.goto(`${dashboard}/team`);
  await shot(page, "team");
});

test("the shop on a phone", async ({ browser }) => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 1.5,
    isMobile: true,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(`${shop("demo")}/products/heron-gooseneck-kettle`);
  await page.waitForLoadState("networkidle");
  await shot(page, "shop-product");
  await page.getByRole("button", { name: "Add to bag" }).first().click();
  await expect(page.getByRole("dialog", { name: /your bag/i })).toBeVisible();
  await page.goto(`${shop("demo")}/checkout`);
  await shot(page, "shop-checkout");
});
