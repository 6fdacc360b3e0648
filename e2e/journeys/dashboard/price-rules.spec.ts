/** A rule is written, tried while it is typed, applied, and taken back. */
import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { desk } from "./desk";
import { connect, mapped } from "./sourced";

interface Priced {
  variants: { price: { amount: number } }[];
}

test("a rule is tried, applied to the catalogue, and undone; a large change waits for a person", async ({
  browser,
}) => {
  test.setTimeout(600_000);
  const shop = await desk(browser, {}, { currency: "USD", country: "US" });
  const { page, at, store } = shop;
  const supplier = await connect(shop, store);
  const kettle = await mapped(shop, store, supplier);
  const path = `/v1/stores/${store.id}`;
  const priceOf = async (id: string) =>
    (await shop.call<Priced>("GET", `${path}/products/${id}`)).variants[0]?.price.amount ?? 0;
  const [{ landed }] = (await shop.call<{ landed: number }[]>(
    "POST",
    `${path}/price-rules/preview`,
    { rule: { name: "x", formula: { kind: "markup", factor_ppm: 2_000_000 } } },
  )) as [{ landed: number }];
  // Its price is to rise by about a tenth, another one's by far more.
  const before = Math.round((landed * 2) / 1.1);
  await shop.call("PATCH", `${path}/products/${kettle.id}`, {
    price: { amount: before, currency: "USD" },
  });
  const cheap = await mapped(shop, store, supplier, {
    title: "Kettle that is far too cheap",
    price: { amount: Math.round(landed / 2), currency: "USD" },
  });

  // Nothing yet: the page says what a rule is for.
  await page.goto(at("/price-rules"));
  await expect(page.getByText("No price rules yet")).toBeVisible();
  await axe(page);
  await page.getByRole("main").getByRole("link", { name: "New rule" }).last().click();

  // What the rule would do is seen while it is typed; what cannot be is said at its field.
  const preview = page.getByRole("region", { name: "What it would do now" });
  await page.getByLabel("Name", { exact: true }).fill("Twice what it costs");
  await page.getByLabel("Cost times").fill("0");
  await expect(preview.getByText("Complete the rule to see")).toBeVisible();
  await page.getByLabel("Cost times").fill("2");
  await expect(preview.getByText("Kettle for slow mornings")).toBeVisible();
  await expect(preview.getByText("Changes")).toBeVisible();
  await expect(preview.getByText("Waits for you")).toBeVisible();
  await expect(preview.locator("dl > div").filter({ hasText: "Raised" })).toContainText("1");
  await axe(page, "a rule and its preview");
  expect(await priceOf(kettle.id)).toBe(before);
  await page.getByRole("button", { name: /^Save/ }).click();
  await expect(page.getByRole("heading", { name: "Twice what it costs" })).toBeVisible();

  // Applied: one edit, with how many it changes said before.
  await page.goto(at("/price-rules"));
  await expect(page.getByText("Cost × 2", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Apply to prices" }).click();
  const asking = page.getByRole("alertdialog");
  await expect(asking.getByText("you can undo it for 30 days")).toBeVisible();
  await axe(page, "the question before prices change");
  await asking.getByRole("button", { name: "Change 1 price" }).click();
  const done = page.getByText(/Prices of 1 product changed. 1 change waits for your review/);
  await expect(done).toBeVisible({ timeout: 120_000 });
  const after = await priceOf(kettle.id);
  expect(after).toBeGreaterThan(before);
  expect(after % 100).toBe(99);
  expect(await priceOf(cheap.id)).toBe(Math.round(landed / 2));

  // And undone from the message.
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("1 product is as it was")).toBeVisible({ timeout: 120_000 });
  expect(await priceOf(kettle.id)).toBe(before);

  // The large one is a person's: seen with what it costs, and accepted.
  await page.getByRole("button", { name: /^To review/ }).click();
  await expect(page.getByText("Kettle that is far too cheap")).toBeVisible();
  await axe(page, "price changes that wait");
  await page.getByRole("button", { name: /^Change price of Kettle that is far too cheap/ }).click();
  await expect(page.getByText("Nothing waits for you")).toBeVisible();
  expect(await priceOf(cheap.id)).toBeGreaterThan(landed);

  // A lock keeps rules off a price.
  await page.getByRole("button", { name: "Prices", exact: true }).click();
  await page.getByRole("button", { name: /^Lock the price of Kettle for slow mornings/ }).click();
  await expect(page.getByRole("row", { name: /slow mornings/ }).getByText("Locked")).toBeVisible();
  await axe(page, "prices and their locks");
  await shop.close();
});
