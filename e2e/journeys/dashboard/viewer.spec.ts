/**
 * Who may only look: sees everything, and no page offers what would be refused. On a part of the
 * pages, drawn anew in each run, everything is pressed; `make e2e-all` presses everything on all.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, type Locator, type Page } from "@playwright/test";
import { test } from "../platform";
import { part } from "../sampling";
import { dashboard } from "../support";
import { checkCsv, type Desk, desk, sell } from "./desk";

const root = path.join(import.meta.dirname, "../../..");

/** Makes a desk's owner a viewer, in the database: nobody can be invited yet. */
async function demote(shop: Desk): Promise<void> {
  const me = await shop.call<{ id: string; tenant_id: string }>("GET", "/v1/auth/me");
  const done = spawnSync(
    path.join(root, ".venv/bin/python"),
    ["-m", "e2e.role", me.tenant_id, me.id, "viewer"],
    { cwd: root, encoding: "utf8" },
  );
  if (done.status !== 0) throw new Error(`e2e.role: ${done.stderr}`);
  const { role } = await shop.call<{ role: string }>("GET", "/v1/auth/me");
  expect(role).toBe("viewer");
}

/** Every page, with what it offers to those who may change things there. */
async function furnished(shop: Desk): Promise<Record<string, (string | RegExp)[]>> {
  const store = `/v1/stores/${shop.store.id}`;
  const plain = await shop.product();
  const matrix = await shop.product({
    title: "Many Mugs",
    options: [{ name: "Size", values: ["Small", "Large"] }],
  });
  await shop.call("POST", `${store}/categories`, { name: "Mugs" });
  await shop.call("PUT", `${store}/tax-rates`, { country: "FR", name: "TVA", rate_ppm: 200_000 });
  await sell(shop.store, plain, "buyer@example.com");
  const [order] = await shop.call<{ id: string }[]>("GET", `${store}/orders`);
  const supplier = await shop.call<{ id: string }>("POST", `${store}/suppliers`, {
    adapter: "simulated",
    credentials: {},
  });
  const { variants } = await shop.call<{ variants: { id: string }[] }>(
    "POST",
    `${store}/suppliers/${supplier.id}/products`,
    { external_id: "SIM1001" },
  );
  const sold = await shop.call<{ variants: { id: string }[] }>(
    "GET",
    `${store}/products/${plain.id}`,
  );
  const mapped = sold.variants[0]?.id;
  await shop.call("POST", `${store}/mappings`, {
    variant_id: mapped,
    parts: [{ supplier_variant_id: variants[0]?.id }],
  });
  const tested = await shop.call<{ id: string }>("POST", `${store}/ab-tests`, {
    name: "Another title",
    product_id: plain.id,
    face: { title: "Trail Mug for two" },
    baseline_ppm: 30_000,
    effect_ppm: 10_000,
  });
  const begun = await shop.call<{ item_ids: string[] }>("POST", `${store}/goods-imports`, {
    goods: [{ supplier_id: supplier.id, external_id: "SIM1001" }],
  });
  const item = `${store}/goods-imports/items/${begun.item_ids[0]}`;
  await expect
    .poll(async () => (await shop.call<{ state: string }>("GET", item)).state, { timeout: 120_000 })
    .toBe("needs_review");
  const job = await checkCsv(shop.page.request, shop.store.id);
  return {
    "": ["Add product"],
    "/products": ["Add product", "Import"],
    [`/products/${plain.id}`]: ["Archive product", "Add", "Option"],
    [`/products/${matrix.id}`]: ["Archive product", /^Leave out Small/, "Set for all"],
    "/inventory": [/^Adjust/],
    "/categories": ["New category", "Edit Mugs", "Delete Mugs"],
    "/orders": [],
    [`/orders/${order?.id}`]: ["Add tracking", "Cancel order"],
    "/purchase-orders": [],
    "/price-rules": ["New rule"],
    "/ab-tests": ["New test"],
    "/subscribers": ["Form", "Import", "Add subscriber"],
    [`/ab-tests/${tested.id}`]: ["Start test", "Delete draft"],
    "/imports": ["Import products"],
    "/channels": ["Connect shop"],
    "/past-orders": [],
    "/suppliers": ["Connect supplier"],
    [`/suppliers/${supplier.id}`]: ["Test connection", "Pause", "Reconnect", "Edit", "Disconnect"],
    "/find-products": [/^Take /, "Search by picture"],
    "/import-review": ["Import products", "Settings"],
    [`/import-review/${begun.item_ids[0]}`]: ["Dismiss", "Publish"],
    "/mappings": [],
    "/analytics": [],
    "/analytics/products": [],
    "/analytics/customers": [],
    "/analytics/profit": [],
    [`/imports/${job}`]: ["Import another file", /^Import \d products$/],
    "/settings": ["Add rate", "Add country", "Delete store", /^Delete the rate of/],
  };
}

const offers = (page: Page, name: string | RegExp): Locator => {
  const exact = typeof name === "string";
  const main = page.getByRole("main");
  return main.getByRole("button", { name, exact }).or(main.getByRole("link", { name, exact }));
};

async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

/** Whatever could be changed here: fields of forms, and anything in an open question but a filter. */
const CHANGES = [
  "main form :is(input, textarea, select, [role=combobox], [role=switch], [role=checkbox]):enabled:visible",
  '[contenteditable="true"]',
  '[role="alertdialog"]',
  '[role="dialog"]:not([data-filter]) :is(input, textarea, [role=switch], [role=combobox], [type=submit]):enabled',
].join(", ");

/** On one in so many pages everything is pressed. */
const PART = 6;

/** Rows of a list have the same buttons, told apart by a number: so many of each are pressed. */
const ALIKE = 2;

/** Presses everything that can be pressed; nothing may lead to a way to change something. */
async function pressEverything(page: Page, address: string): Promise<void> {
  const pressed = new Map<string, number>();
  const buttons = page.locator("main button:enabled:visible");
  for (let at = 0; at < (await buttons.count()); at += 1) {
    const button = buttons.nth(at);
    let name: string | null;
    try {
      name =
        (await button.getAttribute("aria-label", { timeout: 10_000 })) ??
        (await button.textContent({ timeout: 10_000 }));
      const kind = (name ?? "").replace(/\d+/g, "#");
      const before = pressed.get(kind) ?? 0;
      pressed.set(kind, before + 1);
      if (before >= ALIKE) continue;
      await button.click({ timeout: 10_000 });
    } catch (error) {
      // What the press before it changed may have taken this one away: the page is opened anew.
      if ((await buttons.count()) > at) throw error;
      await open(page, address);
      continue;
    }
    expect.soft(await page.locator(CHANGES).count(), `${address}: after “${name}”`).toBe(0);
    await page.keyboard.press("Escape");
    if (page.url() !== address) await open(page, address);
  }
}

test("a viewer reads every page and is offered nothing that would be refused", async ({
  browser,
}) => {
  test.setTimeout(1_200_000);
  const shop = await desk(browser);
  const { page } = shop;
  const pages = await furnished(shop);
  for (const [path, names] of Object.entries(pages)) {
    await open(page, shop.at(path));
    for (const name of names) {
      await expect(offers(page, name).first(), `owner on ${path}: ${name}`).toBeVisible();
    }
  }

  await demote(shop);
  const refused: string[] = [];
  page.on("response", (reply) => {
    if (reply.status() === 403) refused.push(`${reply.request().method()} ${reply.url()}`);
  });
  const pressed = part(Object.keys(pages), PART, "what a viewer presses");
  for (const [path, names] of Object.entries(pages)) {
    await open(page, shop.at(path));
    for (const name of names) {
      await expect(offers(page, name), `viewer on ${path}: ${name}`).toHaveCount(0);
    }
    await expect(page.locator(CHANGES), path).toHaveCount(0);
    if (pressed.includes(path)) await pressEverything(page, page.url());
  }

  // What is one's own everybody may change: nobody is refused their own notifications.
  await open(page, `${dashboard}/notifications`);
  await expect(page.getByRole("button", { name: "Mark all as read" })).toBeVisible();
  await pressEverything(page, page.url());
  await open(page, `${dashboard}/stores`);
  await expect(page.getByRole("link", { name: /^Add a store/ })).toHaveCount(0);

  // Pages that only make something say who may, and lead back.
  for (const address of ["products/new", "imports/new"].map((at) => shop.at(`/${at}`))) {
    await open(page, address);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your role cannot do this");
    await expect(
      page.getByText(/You are a viewer of .+ Staff, admins and the owner/),
    ).toBeVisible();
  }
  await open(page, `${dashboard}/stores/new`);
  await expect(page.getByText(/Admins and the owner can do this/)).toBeVisible();
  await page.getByRole("link", { name: "Go back" }).click();
  await page.waitForURL(/\/stores$/);
  await expect(page.getByRole("link", { name: "New store" })).toHaveCount(0);

  // Nor do keys and the palette.
  await open(page, shop.at("/orders"));
  await page.keyboard.press("n");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").last().fill("a");
  await expect(page.getByRole("option", { name: "Categories" })).toBeVisible();
  await expect(page.getByRole("option", { name: /Add a product|New store|CSV/ })).toHaveCount(0);
  expect(page.url()).toBe(shop.at("/orders"));
  expect(refused).toEqual([]);
  await shop.close();
});
