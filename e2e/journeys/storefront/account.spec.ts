import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { api, buy, fillCheckout, shop, unique } from "../support";

test.use({ viewport: { width: 390, height: 844 } });

const SECRET = "a shopper's password";
const demo = shop("demo");

/** The newest link of this kind that an address got, out of the local mailbox. */
async function mailed(email: string, path: string): Promise<string> {
  const wanted = new RegExp(`https?://[^"\\s\\\\]*${path}\\?token=[\\w-]+`);
  let link = "";
  const look = async () => {
    const asked = `${api}/mailbox/messages.json?to=${encodeURIComponent(email)}&limit=10`;
    link = wanted.exec(await (await fetch(asked)).text())?.[0] ?? "";
    return link !== "";
  };
  await expect.poll(look, { timeout: 60_000 }).toBe(true);
  return link;
}

test("a shopper on a phone opens an account, brings bag and wishes along, and sees the order", async ({
  page,
}) => {
  const email = `${unique("shopper")}@example.com`;
  await page.emulateMedia({ reducedMotion: "reduce" });

  // A guest puts a kettle into the bag and on the list.
  await page.goto(`${demo}/products/heron-gooseneck-kettle`);
  await page.waitForLoadState("networkidle");
  await page.getByRole("button", { name: "Keep on the wishlist" }).click();
  await expect(page.getByRole("button", { name: "On the wishlist" })).toBeVisible();
  await page.getByRole("button", { name: "Add to bag" }).first().click();
  await expect(page.getByRole("dialog", { name: /your bag/i })).toBeVisible();

  // Whoever wants to the account is asked to sign in, and may open one.
  await page.goto(`${demo}/account`);
  await page.waitForURL(/\/login/);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await axe(page, "sign in");
  await page.getByRole("link", { name: "Open one" }).click();
  await page.waitForURL(/\/register/);
  await page.getByLabel("Name").fill("Sina Shopper");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(SECRET);
  await axe(page, "register");
  await page.getByRole("button", { name: "Open an account" }).click();
  await page.waitForURL(/\/account$/);
  await expect(page.getByRole("heading", { name: "Hello, Sina Shopper" })).toBeVisible();
  await expect(page.getByText("Confirm your e-mail address")).toBeVisible();
  await axe(page, "account");

  // The mail proves the address.
  await page.goto(await mailed(email, "/account/verify"));
  await expect(page.getByRole("heading", { name: "Your address is confirmed" })).toBeVisible();

  // The wish came along, at today's price; and goes and comes back.
  await page.goto(`${demo}/account/wishlist`);
  await expect(page.getByRole("link", { name: "Heron Gooseneck Kettle" })).toBeVisible();
  await axe(page, "wishlist");
  await page.getByRole("button", { name: /Take Heron/ }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("link", { name: "Heron Gooseneck Kettle" })).toBeVisible();

  // An address for the book.
  await page.goto(`${demo}/account/addresses`);
  await page.getByRole("button", { name: "Add an address" }).click();
  await page.getByLabel("Country").selectOption("DE");
  await page.getByLabel("Name").fill("Sina Shopper");
  await page.getByLabel("Street and number").fill("Hauptstrasse 1");
  await page.getByLabel("Postcode").fill("01099");
  await page.getByLabel("Town").fill("Dresden");
  await axe(page, "an address");
  await page.getByRole("button", { name: "Save the address" }).click();
  await expect(page.getByText("01099 Dresden")).toBeVisible();
  await axe(page, "addresses");

  // The bag is the account's; what is bought from it is listed.
  await page.goto(`${demo}/cart`);
  await expect(page.getByText("Heron Gooseneck Kettle").first()).toBeVisible();
  await fillCheckout(page, "demo", email);
  const ways = page.getByRole("radiogroup", { name: "How it travels" });
  await expect(ways.getByRole("radio").first()).toBeChecked();
  await buy(page);
  await page.getByRole("button", { name: /^Pay/ }).first().click();
  await page.waitForURL(/\/checkout\/success/, { timeout: 60_000 });
  await page.goto(`${demo}/account/orders`);
  await page.getByRole("link", { name: /Order \d+/ }).click();
  await expect(page.getByRole("heading", { name: /^Order \d+/ })).toBeVisible();
  await axe(page, "an order of the account");

  // Another guest's bag of the same person is summed into it.
  await page.goto(`${demo}/account`);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(`${demo}/`);
  await page.goto(`${demo}/products/heron-gooseneck-kettle`);
  await page.getByRole("button", { name: "Add to bag" }).first().click();
  await expect(page.getByRole("dialog", { name: /your bag/i })).toBeVisible();
  await page.goto(`${demo}/login`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(SECRET);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/account$/);
  await page.goto(`${demo}/cart`);
  await expect(page.getByText("Heron Gooseneck Kettle").first()).toBeVisible();
});
