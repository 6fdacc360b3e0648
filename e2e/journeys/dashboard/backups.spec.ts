/** A merchant backs a store up, spoils something, sees the difference, and goes back. */
import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { desk } from "./desk";

test("a backup, a mistake, the difference, the way back", async ({ browser }) => {
  const { page, store, at, call, product, close } = await desk(browser);
  const kettle = await product({ title: "Copper kettle" });
  await page.goto(at("/backups"));
  await expect(page.getByRole("heading", { level: 1, name: "Backups" })).toBeVisible();
  await page.getByRole("button", { name: "Back up now" }).first().click();
  await page.getByLabel("What for").fill("before the sale");
  await axe(page);
  await page.getByRole("dialog").getByRole("button", { name: "Back up" }).click();
  const row = page.getByRole("listitem").filter({ hasText: "before the sale" });
  await expect(row.getByText("Ready")).toBeVisible({ timeout: 60_000 });
  await expect(row.getByText("1 product")).toBeVisible();
  await axe(page);

  const path = `/v1/stores/${store.id}/products/${kettle.id}`;
  await call("PATCH", path, { title: "Cupper kettel" });
  await row.getByRole("button", { name: /^Compare with now/ }).click();
  const dialog = page.getByRole("dialog", { name: /^Backup of/ });
  const products = dialog.getByRole("row").filter({ hasText: "Products" });
  await expect(products.getByRole("cell").nth(1)).toHaveText("1", { timeout: 60_000 });
  await axe(page);

  await dialog.getByRole("button", { name: "Restore", exact: true }).click();
  const question = page.getByRole("alertdialog");
  const go = question.getByRole("button", { name: "Restore the store" });
  await expect(go).toBeDisabled();
  const name = (await call<{ name: string }>("GET", `/v1/stores/${store.id}`)).name;
  await question.getByRole("textbox").fill(name);
  await axe(page);
  await go.click();
  await expect(page.getByText("The store is restored.")).toBeVisible({ timeout: 60_000 });
  expect((await call<{ title: string }>("GET", path)).title).toBe("Copper kettle");
  await page.getByRole("button", { name: "Close" }).first().click();
  await expect(page.getByText("Before a restore")).toBeVisible();
  await page.setViewportSize({ width: 390, height: 844 });
  await axe(page);
  await close();
});
