/** Bad days at the desk: no answer, a slow one, a refusal. Each says what happened and what to do. */
import { expect, type Page, type Route } from "@playwright/test";
import { test } from "../platform";
import { type Desk, desk } from "./desk";

let shop: Desk;
test.beforeAll(async ({ browser }) => {
  shop = await desk(browser);
});
test.afterAll(() => shop.close());
test.afterEach(async () => {
  await shop.page.unrouteAll({ behavior: "ignoreErrors" });
});

const refuse = (status: number, code: string, message: string) => (route: Route) =>
  route.fulfill({
    status,
    json: { data: null, error: { code, message, details: [], request_id: "r-e2e" } },
  });

const retry = (page: Page) => page.getByRole("button", { name: "Try again" });

test("what does not load says so and loads after a retry", async () => {
  const { page } = shop;
  for (const [path, calls] of [
    ["", "**/api/v1/**/overview*"],
    ["/products", "**/api/v1/**/products?*"],
    ["/orders", "**/api/v1/**/orders?*"],
    ["/categories", "**/api/v1/**/categories"],
  ] as const) {
    await page.route(calls, (route) => route.abort());
    await page.goto(shop.at(path));
    await expect(retry(page), path).toBeVisible();
    await page.unroute(calls);
    await retry(page).click();
    await expect(retry(page), path).toBeHidden();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
});

test("a slow answer shows where things will be", async () => {
  const { page } = shop;
  let answer: (() => void) | undefined;
  const late = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route("**/products?*", async (route) => {
    await late;
    await route.continue();
  });
  await page.goto(shop.at("/products"));
  await expect(page.locator('[aria-busy="true"]').first()).toBeVisible();
  answer?.();
  await expect(page.getByText("No products yet")).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
});

test("a refusal keeps what was entered and tells why", async () => {
  const { page } = shop;
  const calls = "**/api/v1/stores";
  await page.goto(`${new URL(shop.at("")).origin}/stores/new`);
  await page.getByLabel("Name", { exact: true }).fill("Eleventh");
  for (const [status, code, message] of [
    [403, "forbidden", "Your role may look at this but not change it."],
    [409, "slug_taken", "This address is taken. Choose another name."],
    [503, "unavailable", "The server is busy. Try again in a moment."],
  ] as const) {
    const answer = refuse(status, code, message);
    await page.route(calls, (route) =>
      route.request().method() === "POST" ? answer(route) : route.continue(),
    );
    await page.getByRole("button", { name: "Create store" }).click();
    await expect(page.getByText(message)).toBeVisible();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Eleventh");
    await page.unroute(calls);
  }
});

test("a taken SKU is named on its field, with a way out", async () => {
  const { page } = shop;
  await shop.product({ title: "First", sku: "TAKEN" });
  await page.goto(shop.at("/products/new"));
  await page.getByLabel("Title", { exact: true }).first().fill("Second");
  await page.getByLabel(/^Price/).fill("12");
  await page.getByLabel("SKU", { exact: true }).fill("TAKEN");
  await page.getByRole("button", { name: /^Save/ }).click();
  await expect(page.getByText(/Another variant of this store has this SKU/)).toBeVisible();
  await expect(page.getByLabel("SKU", { exact: true })).toBeFocused();
  await page.getByLabel("SKU", { exact: true }).fill("FREE");
  await page.getByRole("button", { name: /^Save/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Second" })).toBeVisible();
});

test("nothing is wider than a small phone, whatever it is called", async ({ browser }) => {
  const word = "W".repeat(80);
  const small = await desk(browser, { viewport: { width: 320, height: 640 } }, { name: word });
  const { page } = small;
  const titles = ["A".repeat(200), "قهوة عربية ".repeat(12), "👨‍👩‍👧‍👦".repeat(20)];
  const ids: string[] = [];
  for (const title of titles) {
    ids.push(
      (await small.product({ title, vendor: word, price: { amount: 0, currency: "EUR" } })).id,
    );
  }
  const many = Array.from({ length: 10 }, (_, at) => `${word.slice(0, 40)}${at}`);
  const options = [
    { name: "Size", values: many },
    { name: "Colour", values: many },
  ];
  ids.push((await small.product({ title: "A hundred", options, stock: 1 })).id);
  const paths = [
    "",
    "/products",
    "/inventory",
    "/orders",
    "/categories",
    "/imports",
    "/imports/new",
  ];
  for (const path of [...paths, "/settings", ...ids.map((id) => `/products/${id}`)]) {
    await page.goto(small.at(path));
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(sideways, path).toBe(0);
  }
  await small.close();
});

test("2,048 variants open, show fifty, and save", async () => {
  const { page } = shop;
  const values = (word: string, count: number) =>
    Array.from({ length: count }, (_, at) => `${word}${at}`);
  const { id } = await shop.product({
    title: "All there is",
    options: [
      { name: "Size", values: values("S", 32) },
      { name: "Colour", values: values("C", 64) },
    ],
  });
  await page.goto(shop.at(`/products/${id}`));
  await expect(page.getByText("2,048 of 2,048 combinations.")).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(51);
  await page.getByLabel("SKU, S0 / C0").fill("FIRST");
  await page.getByRole("button", { name: /^Save/ }).click();
  await expect(page.getByText("Saved", { exact: true }).first()).toBeVisible();
});
