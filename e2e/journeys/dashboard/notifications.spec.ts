/** An order arrives and the bell counts it; it is read; then nobody wants to hear of orders. */
import { expect } from "@playwright/test";
import { axe, fits } from "../looking";
import { test } from "../platform";
import { dashboard, unique } from "../support";
import { desk, sell } from "./desk";

test("an order is told by the bell, read, and no longer wanted", async ({ browser }) => {
  const shop = await desk(browser);
  const { page } = shop;
  const mug = await shop.product();
  const order = () => sell(shop.store, mug, `${unique("buyer")}@example.com`);
  await page.goto(shop.at(""));
  await expect(page.getByRole("button", { name: "Notifications, none unread" })).toBeVisible();
  await order();
  const bell = page.getByRole("button", { name: /^Notifications, [1-9]/ });
  // Short polling: it comes within moments, without a new page.
  await expect(bell).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("status").filter({ hasText: /new notification/ })).toHaveCount(1);
  await bell.focus();
  await page.keyboard.press("Enter");
  const popover = page.getByRole("dialog", { name: "Notifications" });
  const told = popover.getByRole("link", { name: /order .* was placed/i });
  await expect(told).toBeVisible();
  await axe(page, "the popover");
  await told.click();
  await expect(page).toHaveURL(/\/orders\//);
  await expect(page.getByRole("button", { name: "Notifications, none unread" })).toBeVisible();

  await page.goto(`${dashboard}/notifications`);
  await expect(page.getByRole("row", { name: /was placed/ })).toBeVisible();
  await axe(page, "the page");
  await page.setViewportSize({ width: 390, height: 844 });
  await fits(page, "notifications");
  await page.setViewportSize({ width: 1280, height: 900 });

  await page.goto(`${dashboard}/profile#notifications`);
  await page.getByRole("switch", { name: "Orders, in the app" }).click();
  await expect(page.getByRole("button", { name: "Back to usual" })).toBeVisible();
  await axe(page, "the choices");
  await order();
  await page.goto(`${dashboard}/notifications`);
  await expect(page.getByText("1 notification", { exact: true })).toBeVisible();
  await shop.close();
});
