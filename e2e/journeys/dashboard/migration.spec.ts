/** A shop elsewhere is connected, looked at, taken over with a rest on the way, and is there. */
import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { shopElsewhere } from "../support";
import { desk } from "./desk";

const main = (page: Page) => page.getByRole("main");
const LONG = 120_000;

test("a shop elsewhere comes over: dry run, pause, products, past orders, and the list of what did not", async ({
  browser,
}) => {
  test.setTimeout(600_000);
  const shop = await desk(browser);
  const { page, at } = shop;
  const { credentials } = shopElsewhere;

  // Nothing there yet: the page says how to begin.
  await page.goto(at("/channels"));
  await expect(page.getByText("No shop connected")).toBeVisible();
  await axe(page);
  await page.getByRole("button", { name: "Connect shop" }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("combobox", { name: "Kind of shop" }).click();
  await page.getByRole("option", { name: "WooCommerce" }).click();
  await form.getByRole("button", { name: "Connect" }).click();
  await expect(form.getByText("Enter Consumer key")).toBeVisible();
  await form.getByLabel("Shop address").fill(credentials.url);
  const key = form.getByLabel("Consumer key", { exact: true });
  await expect(key).toHaveAttribute("type", "password");
  await key.fill("ck_of_nobody");
  await form.getByLabel("Consumer secret", { exact: true }).fill(credentials.consumer_secret);
  await form.getByRole("button", { name: "Connect" }).click();
  await expect(form.getByRole("alert")).toContainText("does not accept these credentials");
  await axe(page, "refused credentials");
  await key.fill(credentials.consumer_key);
  await form.getByRole("button", { name: "Connect" }).click();
  const panel = page.getByRole("region", { name: "Nordlicht & Friends" });
  await expect(panel.getByText("Connected", { exact: true })).toBeVisible();
  await expect(panel.getByText("Nothing was taken over yet")).toBeVisible();
  await expect(page.locator("body")).not.toContainText(credentials.consumer_key);
  await axe(page);

  // Looked at first: what would come, what not and why; nothing is here yet.
  await panel.getByRole("button", { name: "Take over" }).click();
  await expect(page.getByRole("radio", { name: "See what would come" })).toBeChecked();
  await axe(page, "what to take over");
  await page.getByRole("button", { name: "See what would come" }).click();
  await expect(
    page.getByRole("heading", { name: "Nordlicht & Friends: what would come" }),
  ).toBeVisible();
  await expect(main(page).getByText("Done", { exact: true })).toBeVisible({ timeout: LONG });
  const orders = main(page)
    .getByRole("listitem")
    .filter({ hasText: /^Orders/ });
  await expect(orders).toContainText("Orders");
  await expect(orders).toContainText("12 new");
  await expect(main(page).getByText("This person has none.")).toBeVisible();
  await axe(page, "what would come");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download as CSV" }).click(),
  ]);
  const lines = readFileSync(await file.path(), "utf8")
    .trim()
    .split("\n");
  expect(lines[0]).toContain("entity,row,external_id,field,level,code,reason");
  expect(lines.some((line) => line.startsWith("products,13,") && line.includes("sku_taken"))).toBe(
    true,
  );
  expect(await shop.call<unknown[]>("GET", `/v1/stores/${shop.store.id}/products`)).toEqual([]);

  // Taken over. On the way the shop is slow, so that there is time to pause.
  await shopElsewhere.fault("delay", "customers", 12);
  await page.getByRole("button", { name: "Take over now" }).click();
  await expect(
    page.getByRole("heading", { name: "Nordlicht & Friends: taking over" }),
  ).toBeVisible();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(main(page).getByText("What came so far stays.")).toBeVisible();
  await axe(page, "paused");
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("heading", { name: "Nordlicht & Friends: taken over" })).toBeVisible({
    timeout: LONG,
  });
  await axe(page, "taken over");
  const products = await shop.call<{ title: string }[]>(
    "GET",
    `/v1/stores/${shop.store.id}/products?per_page=100`,
  );
  expect(products).toHaveLength(23);

  // Its orders are history.
  await main(page).getByRole("link", { name: "Past orders" }).click();
  await expect(page.getByRole("heading", { name: /Past orders/ })).toContainText("12");
  await page.getByLabel("Number or e-mail").fill("1001");
  const order = page.getByRole("button", { name: "Open order 1001" });
  await expect(order).toBeVisible();
  await expect(page.getByRole("button", { name: "Open order 1002" })).toHaveCount(0);
  await axe(page, "past orders");
  await order.click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByText("Subtotal")).toBeVisible();
  await expect(sheet.getByText("Berlin")).toBeVisible();
  await axe(page, "a past order");
  await sheet.getByRole("list", { name: "Goods" }).getByRole("link").first().click();
  await expect(page).toHaveURL(/\/products\//);
  expect(await shop.call<unknown[]>("GET", `/v1/stores/${shop.store.id}/orders`)).toEqual([]);

  // An old address leads to where the product is.
  const redirects = await shop.call<{ path: string; target: string }[]>(
    "GET",
    `/v1/stores/${shop.store.id}/redirects?per_page=100`,
  );
  expect(redirects.find((one) => one.path.startsWith("/product/"))?.target).toMatch(
    /^\/products\//,
  );

  // Both runs are listed; disconnecting asks for the name and keeps what came.
  await page.goto(at("/channels"));
  await expect(panel.getByText("23 products")).toBeVisible();
  await expect(page.getByRole("link", { name: "Nordlicht & Friends", exact: true })).toHaveCount(2);
  await panel.getByRole("button", { name: "Disconnect" }).click();
  const ask = page.getByRole("alertdialog");
  await ask.getByLabel("Type Nordlicht & Friends to go on").fill("Nordlicht & Friends");
  await ask.getByRole("button", { name: "Disconnect" }).click();
  await expect(panel.getByText("Disconnected", { exact: true })).toBeVisible();
  await expect(panel.getByRole("button", { name: "Connect again" })).toBeVisible();
  await axe(page, "disconnected");
  await shop.close();
});
