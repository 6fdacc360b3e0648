import { expect } from "@playwright/test";
import { test } from "./platform";
import {
  addToBag,
  api,
  buy,
  createStore,
  dashboard,
  fillCheckout,
  register,
  shop,
  unique,
} from "./support";

test("a stranger registers, imports, sells and sees order, stock and mail", async ({ page }) => {
  await register(page);
  const store = await createStore(page);

  await page.getByRole("link", { name: "Import a CSV" }).click();
  await page.locator('input[type="file"]').first().setInputFiles("fixtures/products.csv");
  await page.getByRole("button", { name: "Check the file" }).click();
  await expect(page.getByText("Field Lantern")).toBeVisible();
  await page.getByRole("button", { name: /^(Apply|Import)/ }).click();
  await expect(page.getByRole("heading", { name: "Imported products.csv" })).toBeVisible({
    timeout: 60_000,
  });
  await expect(page.getByText("of 3 products").first()).toBeVisible();
  await expect(page.getByText(/The price is 0/)).toBeVisible();
  await expect(page.getByText(/No picture/)).toBeVisible();

  const shopper = `${unique("shopper")}@example.com`;
  await addToBag(page, store.slug, "trail-mug");
  await fillCheckout(page, store.slug, shopper, { postcode: "SW1A 1AA", city: "London" });
  await buy(page);
  await page.getByRole("button", { name: /^Pay/ }).first().click();
  await page.waitForURL(/\/checkout\/success|\/orders?\//);
  await expect(page.getByText("1001").first()).toBeVisible();

  await page.goto(`${dashboard}/stores/${store.id}/orders`);
  await page.getByRole("link", { name: "1001" }).first().click();
  await expect(page.getByRole("heading", { name: "Order 1001" })).toBeVisible();
  await expect(page.getByText(shopper)).toBeVisible();

  const products = await fetch(`${api}/api/v1/public/stores/${store.slug}/products/trail-mug`);
  expect((await products.json()).data.variants[0].available).toBe(true);

  const mailbox = `${api}/mailbox/messages.json?to=${encodeURIComponent(shopper)}`;
  await expect
    .poll(async () => (await (await fetch(mailbox)).text()).includes(shopper), { timeout: 60_000 })
    .toBe(true);
  await page.goto(shop(store.slug));
  await expect(page).toHaveTitle(new RegExp(store.name));
});
