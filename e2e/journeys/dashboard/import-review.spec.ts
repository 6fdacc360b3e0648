/** A supplier's products become drafts; a person looks, changes, dismisses, takes back, publishes. */
import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { desk } from "./desk";

test("imports are reviewed, changed, dismissed, taken back and published", async ({ browser }) => {
  test.setTimeout(300_000);
  const { page, at, call, store, close } = await desk(browser);
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
  await page.getByRole("tab", { name: "To review" }).click();
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

  await page.getByRole("button", { name: "Dismiss" }).click();
  await expect(page.getByText("It was dismissed. Its draft is archived.")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText("Published").first()).toBeVisible();
  const [product] = await call<{ title: string; status: string }[]>("GET", `${api}/products`);
  expect(product).toMatchObject({ title: "Kettle for two", status: "active" });
  await close();
});
