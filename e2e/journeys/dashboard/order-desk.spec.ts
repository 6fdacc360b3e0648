import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { desk, sell } from "./desk";

test("the order desk: found by SKU, held and released at once, explained, put right", async ({
  browser,
}) => {
  const at = await desk(browser);
  const mug = await at.product({ sku: "MUG-7" });
  await sell(at.store, mug, "one@example.com");
  await sell(at.store, mug, "two@example.com");
  const { page } = at;

  await page.goto(at.at("/orders"));
  await expect(page.getByRole("link", { name: "1002" })).toBeVisible();
  await axe(page);
  await page.getByRole("searchbox").fill("mug-7");
  await expect(page).toHaveURL(/search=mug-7/);
  await page.getByRole("checkbox", { name: "Select all" }).check();
  await page.getByRole("toolbar").getByRole("button", { name: "Hold" }).click();
  await page.getByLabel("Why").fill("Stock take");
  await page.getByRole("button", { name: "Hold 2 orders" }).click();
  await page.getByRole("button", { name: "On hold", exact: true }).click();
  await expect(page.getByRole("link", { name: "1001" })).toBeVisible();
  await page.getByRole("link", { name: "1001" }).click();

  await expect(page.getByRole("heading", { name: "Why this total" })).toBeVisible();
  await expect(page.getByText("Stock take").first()).toBeVisible();
  await axe(page);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.getByLabel("Street and number").fill("Seestrasse 9");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Seestrasse 9").first()).toBeVisible();
  await at.close();
});
