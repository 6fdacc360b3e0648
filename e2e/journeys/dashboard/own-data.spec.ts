/** A person takes a copy of what is kept of them, then deletes their account: what is in the way first. */
import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { dashboard, password, unique } from "../support";
import { desk, sell } from "./desk";

test("one's own data is copied, then the account goes with its business", async ({ browser }) => {
  const shop = await desk(browser);
  const { page, store } = shop;
  const { id: order } = await sell(store, await shop.product(), `${unique("ada")}@example.com`);

  await page.goto(`${dashboard}/profile#data`);
  await page.getByRole("button", { name: "Make a copy" }).click();
  const copies = page.getByRole("list", { name: "Your copies" });
  await expect(copies.getByText("Done")).toBeVisible({ timeout: 120_000 });
  const downloading = page.waitForEvent("download");
  await copies.getByRole("link", { name: /Download/ }).click();
  const file = JSON.parse(readFileSync(await (await downloading).path(), "utf8"));
  const account = file.data.find((table: { table: string }) => table.table === "users");
  expect(account.rows[0].email).toBe(shop.email);
  expect(JSON.stringify(file)).not.toContain("password_hash");
  await copies.getByRole("button", { name: "Receipt" }).click();
  await expect(page.getByRole("dialog").getByText("token_families")).toBeVisible();
  await axe(page, "the receipt of one's own copy");
  await page.keyboard.press("Escape");
  await axe(page, "one's own data");

  // An order is under way: nothing to type yet, but the way to it.
  await page.getByRole("button", { name: "Delete account…" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete your account?" });
  await expect(dialog.getByText(/One order is under way/)).toBeVisible();
  await expect(dialog.getByRole("link", { name: "Open your stores" })).toBeVisible();
  await expect(dialog.getByLabel("Your password")).toHaveCount(0);
  await axe(page, "what is in the way");
  await page.keyboard.press("Escape");

  const sold = `/v1/stores/${store.id}/orders/${order}`;
  const { items } = await shop.call<{ items: { id: string }[] }>("GET", sold);
  await shop.call("POST", `${sold}/fulfillments`, {
    carrier: "DHL",
    tracking_number: "00340434161094021501",
    status: "shipped",
    items: [{ item_id: items[0]?.id, quantity: 1 }],
  });
  await page.getByRole("button", { name: "Delete account…" }).click();
  await expect(dialog.getByText(/its store goes off the air/)).toBeVisible();
  const go = dialog.getByRole("button", { name: "Delete my account" });
  await go.click();
  await expect(dialog.getByText("Enter your password")).toBeVisible();
  await expect(dialog.getByText(/Tick this to go on/)).toBeVisible();
  await axe(page, "the proof that is asked for");
  await dialog.getByRole("checkbox").check();
  await dialog.getByLabel("Your password").fill("not this one at all");
  await go.click();
  await expect(dialog.getByText("This password is wrong")).toBeVisible();
  await dialog.getByLabel("Your password").fill(password);
  await go.click();

  // Signed out for good.
  await page.waitForURL(`${dashboard}/login**`, { timeout: 60_000 });
  await page.getByLabel("E-mail").fill(shop.email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("E-mail or password is wrong.")).toBeVisible();
  await page.goto(`${dashboard}/stores`);
  await page.waitForURL(`${dashboard}/login**`);
  await shop.close();
});
