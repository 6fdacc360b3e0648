/** A supplier's products become drafts; a person looks, changes, dismisses, takes back, publishes. */
import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { desk } from "./desk";

test("imports are reviewed, changed, dismissed, taken back and published", async ({ browser }) => {
  test.setTimeout(300_000);
  const home = { currency: "USD", country: "US" };
  const { page, at, call, store, close } = await desk(browser, {}, home);
  const api = `/v1/stores/${store.id}`;
  await page.goto(at("/import-review"));
  await expect(page.getByText("No imports yet")).toBeVisible();
  await axe(page, "nothing");
  const supplier = await call<{ id: string }>("POST", `${api}/suppliers`, {
    adapter: "simulated",
    credentials: {},
  });
  const taken = await call<{ url: string }>("POST", `${api}/suppliers/${supplier.id}/products`, {
    external_id: "SIM1001",
  });

  await page.getByRole("button", { name: "Import products" }).first().click();
  const form = page.getByRole("dialog");
  await form.getByRole("button", { name: "Import products" }).click();
  await expect(form.getByText("Write at least one address.")).toBeVisible();
  await form.getByLabel("Addresses").fill("https://elsewhere.example/1");
  await form.getByRole("button", { name: "Import 1 product" }).click();
  await expect(form.getByText(/not the address of a product/)).toBeVisible();
  await axe(page, "a refused address");
  await form.getByLabel("Addresses").fill(taken.url);
  await form.getByRole("button", { name: "Import 1 product" }).click();
  await page.getByRole("button", { name: "To review", exact: true }).click();
  const name = "Gooseneck Pour-Over Kettle";
  const link = page.getByRole("link", { name }).first();
  await expect(async () => {
    await page.reload();
    await expect(link).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 120_000 });
  await axe(page, "one waits");

  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name })).toBeVisible();
  await expect(page.getByText("Where it is from")).toBeVisible();
  await axe(page, "one import");
  await page.getByLabel("Title").fill("Kettle for two");
  await page.getByRole("button", { name: /^Save/ }).click();
  await expect(page.getByText("Saved. What you set is kept.")).toBeVisible();
  await expect(page.getByText("By you")).toBeVisible();

  await page.getByRole("heading", { level: 1 }).click(); // nobody types
  await page.keyboard.press("d");
  await expect(page.getByText("It was dismissed. Its draft is archived.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText("Published").first()).toBeVisible();
  const sold = async () =>
    (await call<{ title: string; status: string }[]>("GET", `${api}/products`)).map(
      ({ title, status }) => `${title}: ${status}`,
    );
  await expect.poll(sold).toEqual(["Kettle for two: active"]);
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(page.getByRole("button", { name: "Publish" })).toBeVisible();
  expect(await sold()).toEqual(["Kettle for two: draft"]);
  await close();
});

test("a list of one's own becomes drafts, and its wrong rows are named", async ({ browser }) => {
  test.setTimeout(300_000);
  const { page, at, call, store, close } = await desk(browser);
  await page.goto(at("/import-review"));
  await page.getByRole("button", { name: "Import products" }).first().click();
  const form = page.getByRole("dialog");
  await form.getByRole("tab", { name: "List" }).click();
  await form.getByRole("button", { name: "Make drafts" }).click();
  await expect(form.getByText("Choose the CSV first")).toBeVisible();
  await axe(page, "no list chosen");
  const hostile = `"<img src=x onerror=alert(1)> ${"Tray ".repeat(30)}"`;
  const list = `Name,Code,Cost\n${hostile},T-1,4.00\nSpoon,S-1,2.50\nFork,F-1,cheap\n`;
  await form
    .locator('input[type="file"]')
    .first()
    .setInputFiles({
      name: "list.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(list),
    });
  await form.getByRole("button", { name: "Make drafts" }).click();
  await expect(page.getByRole("heading", { name: "Imported list.csv" })).toBeVisible({
    timeout: 120_000,
  });
  await expect(page.getByText("Row 4")).toBeVisible();
  await axe(page, "the list's report");
  await page.getByRole("link", { name: "Review the drafts" }).click();
  await expect(page.getByRole("link", { name: "Spoon" }).first()).toBeVisible();
  const waiting = async () =>
    (await call<unknown[]>("GET", `/v1/stores/${store.id}/goods-imports/items?state=needs_review`))
      .length;
  await expect.poll(waiting, { timeout: 120_000 }).toBe(2);
  await page.reload();
  await expect(page.getByText("€6.25").first()).toBeVisible();
  await page.getByRole("checkbox", { name: /Select all/ }).check();
  await page.getByRole("toolbar").getByRole("button", { name: "Dismiss" }).click();
  await expect(page.getByText("2 dismissed. Their drafts are archived.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(waiting, { timeout: 60_000 }).toBe(2);
  await close();
});
