/** From registering to a team: mail, second factor, an invitation, and a viewer who only looks. */
import { createHmac } from "node:crypto";
import { type Browser, expect, type Page } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { api, createStore, dashboard, mailedLink, password, register, unique } from "../support";

/** The code of an authenticator at this moment, some steps of 30 seconds ahead (RFC 6238). */
function code(secret: string, ahead = 0): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replace(/\s/g, "")]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const mac = createHmac("sha1", key).update(counter).digest();
  const at = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

async function fresh(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  return context.newPage();
}

test("a merchant confirms, secures the account and invites a viewer", async ({ browser }) => {
  test.setTimeout(600_000);
  const page = await fresh(browser);
  const email = await register(page);
  const store = await createStore(page);

  // The address, by mail.
  await expect(page.getByText(`we sent a link to ${email}`)).toBeVisible();
  await page.goto(await mailedLink(page, email, "verify"));
  await expect(page.getByRole("heading", { name: "Your address is confirmed" })).toBeVisible();
  await axe(page, "verify");

  // The second factor.
  await page.goto(`${dashboard}/profile`);
  await expect(page.getByText("we sent a link to")).toHaveCount(0);
  await axe(page, "profile");
  await page.getByRole("button", { name: "Set up" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Your password now").fill(password);
  await dialog.getByRole("button", { name: "Next" }).click();
  await expect(dialog.getByRole("img", { name: /QR code/ })).toBeVisible();
  const secret = (await dialog.locator("code").textContent()) ?? "";
  await axe(page, "setting up");
  const used = code(secret);
  await dialog.getByLabel("Code from the app").fill(used);
  await dialog.getByRole("button", { name: "Turn on" }).click();
  await expect(dialog.getByRole("listitem")).toHaveCount(10);
  await axe(page, "recovery codes");
  await dialog.getByRole("button", { name: "I have kept them" }).click();
  await expect(page.getByText("10 recovery codes are left")).toBeVisible();

  // Out, and in again with password and code.
  await page.request.post(`${dashboard}/api/session/logout`, {
    headers: { Origin: dashboard },
    data: {},
  });
  await page.goto(`${dashboard}/login`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Enter your code" })).toBeVisible();
  await axe(page, "code");
  await page.getByLabel("Code").fill(used);
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("This code is wrong or was used before")).toBeVisible();
  await page.getByLabel("Code").fill(code(secret, 1));
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL(/\/stores/);

  // The team.
  await page.goto(`${dashboard}/team`);
  await page.getByRole("button", { name: "Invite" }).click();
  const guest = `${unique("viewer")}@example.com`;
  await page.getByRole("dialog").getByLabel("E-mail").fill(guest);
  await page.getByRole("combobox", { name: "Role" }).click();
  await page.getByRole("option", { name: "Viewer" }).click();
  await axe(page, "inviting");
  await page.getByRole("button", { name: "Send invitation" }).click();
  await expect(page.getByText(guest, { exact: true })).toBeVisible();
  await axe(page, "team");

  // API keys: shown once.
  await page.goto(`${dashboard}/api-keys`);
  await axe(page, "API keys, none");
  await page.getByRole("button", { name: "New key" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Warehouse");
  await page.getByRole("checkbox", { name: "Read products" }).click();
  await axe(page, "new key");
  await page.getByRole("button", { name: "Make key" }).click();
  const key = await page.getByLabel("Key of Warehouse").inputValue();
  expect(key).toMatch(/^ek_live_/);
  const bearer = { Authorization: `Bearer ${key}` };
  const products = `${api}/api/v1/stores/${store.id}/products`;
  expect((await page.request.get(products, { headers: bearer })).status()).toBe(200);
  const orders = await page.request.get(products.replace("products", "orders"), {
    headers: bearer,
  });
  expect(orders.status()).toBe(403);
  await page.getByRole("button", { name: "I have kept it" }).click();
  await expect(page.getByText(`ek_live_…${key.slice(-4)}`)).toBeVisible();
  await axe(page, "API keys");

  // All of it stands in the log.
  await page.goto(`${dashboard}/activity`);
  await page.getByRole("button", { name: "Show Api key: create Warehouse" }).click();
  const entry = page.getByRole("dialog", { name: "Api key: create" });
  await expect(entry.getByText("products:read")).toBeVisible();
  await expect(entry).not.toContainText(key);
  await axe(page, "an entry of the log");
  await entry.getByRole("button", { name: "All about this" }).click();
  await expect(page.getByText("1 entry")).toBeVisible();
  await axe(page, "activity log");

  // The guest, on a machine of their own.
  const theirs = await fresh(browser);
  await theirs.goto(await mailedLink(page, guest, "invite"));
  await expect(theirs.getByRole("heading", { name: "Join Jo Journey" })).toBeVisible();
  await axe(theirs, "invitation");
  await theirs.getByLabel("Your name").fill("Vera Viewer");
  await theirs.getByLabel("Password", { exact: true }).fill(password);
  await theirs.getByRole("button", { name: "Create account and join" }).click();
  await theirs.waitForURL(/\/stores/);
  await theirs.goto(`${dashboard}/stores/${store.id}/settings`);
  await expect(theirs.getByText("You can look at this, but not change it").first()).toBeVisible();
  await theirs.goto(`${dashboard}/team`);
  await expect(theirs.getByText("Vera Viewer", { exact: true })).toBeVisible();
  await expect(theirs.getByRole("button", { name: "Invite" })).toHaveCount(0);
  await axe(theirs, "team, viewer");

  // Forgotten: the pages of that way.
  await theirs.request.post(`${dashboard}/api/session/logout`, {
    headers: { Origin: dashboard },
    data: {},
  });
  await theirs.goto(`${dashboard}/forgot`);
  await axe(theirs, "forgot");
  await theirs.getByLabel("E-mail").fill(guest);
  await theirs.getByRole("button", { name: "Send the link" }).click();
  await expect(theirs.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
  await theirs.goto(await mailedLink(theirs, guest, "reset"));
  await axe(theirs, "reset");
  await theirs.getByLabel("New password").fill(`${password} two`);
  await theirs.getByRole("button", { name: "Set password" }).click();
  await expect(theirs.getByRole("heading", { name: "Your password is set" })).toBeVisible();
});
