/** Saving a product: what was not touched is not sent, and two people's changes both live. */
import { expect, type Page } from "@playwright/test";
import { test } from "../platform";
import { type Desk, desk, type Thing } from "./desk";

interface Full extends Thing {
  vendor: string | null;
  variants: { id: string; sku: string | null; stock: { on_hand: number } | null }[];
}

let shop: Desk;
let product: Thing;
test.beforeEach(async ({ browser }) => {
  shop = await desk(browser);
  product = await shop.product();
});
test.afterEach(() => shop.close());

const read = () => shop.call<Full>("GET", `/v1/stores/${shop.store.id}/products/${product.id}`);
const title = (page: Page) => page.getByLabel("Title", { exact: true }).first();
const save = (page: Page) => page.getByRole("button", { name: /^Save/ }).click();

async function open(page: Page): Promise<void> {
  await page.goto(shop.at(`/products/${product.id}`));
  await expect(title(page)).toHaveValue("Trail Mug");
}

test("only what changed is sent, with the version and the variants' ids", async () => {
  const { page } = shop;
  await open(page);
  const [variant] = (await read()).variants;
  await page.getByLabel("SKU", { exact: true }).fill("MUG-1");
  const sent = page.waitForRequest((request) => request.method() === "PATCH");
  await save(page);
  const body = (await sent).postDataJSON();
  expect(Object.keys(body).sort()).toEqual(["options", "variants", "version"]);
  expect(body.version).toBe(product.version);
  expect(body.variants).toHaveLength(1);
  expect(body.variants[0].id).toBe(variant?.id);
  expect(body.variants[0]).not.toHaveProperty("stock");
  await expect(page.getByText("Saved", { exact: true }).first()).toBeVisible();

  await page.getByLabel("Stock", { exact: true }).fill("7");
  const counted = page.waitForRequest((request) => request.method() === "PATCH");
  await save(page);
  expect((await counted).postDataJSON().variants[0].stock).toBe(7);
  await expect.poll(async () => (await read()).variants[0]?.stock?.on_hand).toBe(7);
});

test("two tabs: the second is told, keeps both, and stock nobody touched stays", async () => {
  const one = shop.page;
  const two = await shop.tab();
  await open(one);
  await open(two);
  await one.getByLabel("Vendor").fill("Brewhaus");
  await save(one);
  await expect(one.getByText("Saved", { exact: true }).first()).toBeVisible();
  // Pieces go out meanwhile.
  const [variant] = (await read()).variants;
  await shop.call("PATCH", `/v1/stores/${shop.store.id}/inventory/${variant?.id}`, {
    change: -4,
    reason: "damaged",
  });

  await title(two).fill("Better Mug");
  await two.getByLabel("SKU", { exact: true }).fill("MUG-2");
  await save(two);
  await expect(two.getByText("Somebody else changed this product meanwhile")).toBeVisible();
  await expect(title(two)).toHaveValue("Better Mug");
  expect((await read()).title).toBe("Trail Mug");

  await two.getByRole("button", { name: "Keep both" }).click();
  await expect(two.getByText("Saved", { exact: true }).first()).toBeVisible();
  const now = await read();
  expect(now).toMatchObject({ title: "Better Mug", vendor: "Brewhaus" });
  expect(now.variants[0]).toMatchObject({ sku: "MUG-2", stock: { on_hand: 6 } });
  await expect(two.getByLabel("Vendor")).toHaveValue("Brewhaus");
  await expect(two.getByLabel("Stock", { exact: true })).toHaveValue("6");
});

test("loading theirs drops one's own", async () => {
  const { page } = shop;
  await open(page);
  await title(page).fill("Mine");
  await shop.call("PATCH", `/v1/stores/${shop.store.id}/products/${product.id}`, {
    title: "Theirs",
  });
  await save(page);
  await page.getByRole("button", { name: "Load theirs" }).click();
  await expect(title(page)).toHaveValue("Theirs");
  await expect(page.getByText("Unsaved changes")).toBeHidden();
  expect((await read()).title).toBe("Theirs");
});

test("a session that ends while one types loses nothing", async () => {
  const { page } = shop;
  await open(page);
  await title(page).fill("Typed before the end");
  await page.context().clearCookies();
  // Somebody else saves while one is away: the draft goes on top of it.
  await save(page);
  await page.waitForURL(/\/login\?/);
  await expect(page.getByText(/Your session ended/)).toBeVisible();
  await page.getByLabel("E-mail").fill(shop.email);
  await page.getByLabel("Password", { exact: true }).fill("a long enough password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(new RegExp(`/products/${product.id}$`));
  await expect(title(page)).toHaveValue("Typed before the end");
  await save(page);
  await expect(page.getByText("Saved", { exact: true }).first()).toBeVisible();
  expect((await read()).title).toBe("Typed before the end");
});
