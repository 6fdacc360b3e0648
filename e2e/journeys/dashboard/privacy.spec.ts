/** A customer asks what a store knows of them, then to be erased: copy, outlook, receipt, register. */
import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { unique } from "../support";
import { desk, sell } from "./desk";

test("a customer is copied, then erased, and the receipts say so", async ({ browser }) => {
  const shop = await desk(browser);
  const { page, at } = shop;
  const email = `${unique("wilma")}@example.com`;
  await sell(shop.store, await shop.product(), email);

  await page.goto(at("/privacy"));
  await expect(page.getByText("Nobody has asked yet")).toBeVisible();
  await page.getByRole("main").getByText("Orders", { exact: true }).click();
  await expect(page.getByText(/Pseudonymised: amounts, goods, taxes/)).toBeVisible();
  await axe(page, "the register");

  await page.getByRole("link", { name: "Open customers" }).click();
  await page.getByRole("link", { name: "Sina Shopper" }).click();
  await page.getByRole("button", { name: "Make a copy" }).click();
  await page.getByRole("link", { name: "See requests" }).click();
  const copy = page.getByRole("row", { name: /Copy of their data/ });
  await expect(copy.getByText("Done")).toBeVisible({ timeout: 60_000 });
  const downloading = page.waitForEvent("download");
  await copy.getByRole("link", { name: /Download/ }).click();
  const file = JSON.parse(readFileSync(await (await downloading).path(), "utf8"));
  expect(JSON.stringify(file)).toContain(email);

  await copy.getByRole("link", { name: email }).click();
  await page.getByRole("button", { name: "Delete customer" }).click();
  const ask = page.getByRole("alertdialog");
  await expect(ask.getByText(/The rest waits for: orders under way \(1\)/)).toBeVisible();
  await axe(page, "what becomes of what is kept");
  await ask.getByLabel("Type the e-mail address to confirm").fill(email);
  await ask.getByRole("button", { name: /^Delete/ }).click();

  await page.goto(at("/privacy?kind=erase"));
  const erased = page.getByRole("row", { name: /Erasure/ });
  await expect(erased.getByText("Waits")).toBeVisible({ timeout: 60_000 });
  await erased.getByRole("button", { name: "Receipt" }).click();
  await expect(page.getByRole("dialog").getByText(/orders under way \(1\)/)).toBeVisible();
  await axe(page, "the receipt");
  await page.keyboard.press("Escape");
  await page.goto(at("/privacy?kind=export"));
  await expect(page.getByText("Erased customer")).toBeVisible();
  await expect(page.getByRole("link", { name: /Download/ })).toHaveCount(0);
  await shop.close();
});
