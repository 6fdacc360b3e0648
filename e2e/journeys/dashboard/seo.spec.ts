/** How search engines see the shop: an audit, what it found, and the way to mend it. */
import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { desk } from "./desk";

test("an audit finds what is amiss and leads to where it is mended", async ({ browser }) => {
  const { page, at, product, close } = await desk(browser);
  await product({ title: "Trail Mug for two" });

  await page.goto(at("/seo"));
  await expect(page.getByText("How do search engines see your shop?")).toBeVisible();
  await axe(page);
  await page.getByRole("button", { name: "Run an audit" }).click();
  await expect(page.getByRole("heading", { name: "What to mend" })).toBeVisible({
    timeout: 60_000,
  });
  await page.getByRole("button", { name: /^No picture/ }).click();
  await expect(page.getByText("Add one.")).toBeVisible();
  await axe(page);
  await page.getByRole("link", { name: /^Trail Mug for two/ }).click();
  await expect(page).toHaveURL(/\/products\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1, name: /Trail Mug for two/ })).toBeVisible();
  await close();
});
