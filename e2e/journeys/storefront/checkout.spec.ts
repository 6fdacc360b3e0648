import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { addToBag, api, fillCheckout, shop, unique } from "../support";
import { merchant, type Thing } from "./merchant";

const SECRET = "a shopper's password";

/** A shopper of a store over the API, with an address for deliveries and one abroad. */
async function shopperOf(store: Thing): Promise<{ id: string; email: string }> {
  const email = `${unique("regular")}@example.com`;
  const base = `${api}/api/v1/public/stores/${store.slug}/customers`;
  const send = async (path: string, body: unknown, token?: string) => {
    const reply = await fetch(base + path, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify(body),
    });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()).data;
  };
  const made = await send("/register", { email, password: SECRET, name: "Rita Regular" });
  const place = { line1: "Hauptstrasse 1", postal_code: "01099", city: "Dresden", country: "DE" };
  await send(
    "/me/addresses",
    { ...place, name: "Rita Regular", default_shipping: true },
    made.access_token,
  );
  await send(
    "/me/addresses",
    { ...place, name: "Rita at work", line1: "Werk 7" },
    made.access_token,
  );
  return { id: made.user.id, email };
}

test("a signed-in shopper buys with a saved address and credit, and nothing is left to pay", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ reducedMotion: "reduce" });
  const owner = await merchant();
  const store = await owner.store();
  const mug = await owner.product(store, { title: "Trail Mug", stock: 5 });
  const { id, email } = await shopperOf(store);
  const credit = (amount: number) =>
    owner.call("POST", `/stores/${store.id}/store-credits`, {
      customer_id: id,
      amount: { amount, currency: "EUR" },
      note: "sorry",
    });
  await credit(1_000);

  await addToBag(page, store.slug, mug.slug);
  await page.goto(`${shop(store.slug)}/checkout`);
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(SECRET);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/checkout$/);

  await expect(page.getByText("Signed in as Rita Regular")).toBeVisible();
  await expect(page.getByRole("radio", { name: /^Rita Regular/ })).toBeChecked();
  await expect(page.getByLabel("E-mail")).toHaveValue(email);
  await expect(page.getByLabel("Street and number")).toHaveCount(0);
  const button = page.getByRole("button", { name: /^Buy now/ });
  await expect(button).toContainText("€");
  const before = await button.textContent();
  await page.getByRole("button", { name: /pay with my credit/ }).click();
  await expect(page.getByText("−€10.00")).toBeVisible();
  await expect(button).not.toHaveText(before ?? "");
  await axe(page, "checkout with a saved address and credit");

  // Credit and choice outlive a reload; another address is typed where one is wanted.
  await page.getByRole("radio", { name: /^Rita at work/ }).check();
  await page.reload();
  await expect(page.getByText("−€10.00")).toBeVisible();
  await expect(page.getByRole("radio", { name: /^Rita at work/ })).toBeChecked();
  await page.getByRole("radio", { name: "Another address" }).check();
  await expect(page.getByLabel("Street and number")).toHaveValue("");
  await page.getByRole("radio", { name: /^Rita at work/ }).check();

  // Enough credit: no payment page at all.
  await credit(50_000);
  await page.reload();
  await expect(button).toContainText("€0.00");
  await button.click();
  await page.waitForURL(/\/checkout\/success/);
  await expect(page.getByRole("heading", { name: /Thank you, Rita/ })).toBeVisible();
  const [order] = (await owner.call("GET", `/stores/${store.id}/orders`)) as { id: string }[];
  const whole = (await owner.call("GET", `/stores/${store.id}/orders/${order?.id}`)) as {
    shipping_address: { line1: string };
    customer_id?: string;
  };
  expect(whole.shipping_address.line1).toBe("Werk 7");
});

test("a guest is asked before the shop may write, and follows the order without its link", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ reducedMotion: "reduce" });
  const owner = await merchant();
  const store = await owner.store();
  const mug = await owner.product(store, { title: "Trail Mug", stock: 5 });
  const email = `${unique("guest")}@example.com`;
  await addToBag(page, store.slug, mug.slug);
  await fillCheckout(page, store.slug, email);
  const box = page.getByRole("checkbox", { name: /may write to me about offers/ });
  await expect(box).not.toBeChecked();
  await box.check();
  await page.getByRole("button", { name: /^Buy now/ }).click();
  await page.waitForURL(/\/mock-pay\//);
  await page.getByRole("button", { name: /^Pay/ }).first().click();
  await page.waitForURL(/\/checkout\/success/);
  await expect(page.getByRole("heading", { name: /Thank you/ })).toBeVisible();
  const people = (await owner.call(
    "GET",
    `/stores/${store.id}/customers?search=${encodeURIComponent(email)}`,
  )) as { marketing: boolean }[];
  expect(people.map((one) => one.marketing)).toEqual([true]);

  const [order] = (await owner.call("GET", `/stores/${store.id}/orders`)) as { number: number }[];
  await page.context().clearCookies();
  await page.goto(`${shop(store.slug)}/track`);
  await page.getByLabel("Order number").fill(String((order?.number ?? 0) + 1));
  await page.getByLabel("E-mail you ordered with").fill(email);
  await page.getByRole("button", { name: "Show where it is" }).click();
  await expect(page.getByText(/No order has this number/)).toBeVisible();
  await axe(page, "no such order");
  await page.getByLabel("Order number").fill(`#${order?.number}`);
  await page.getByRole("button", { name: "Show where it is" }).click();
  await expect(page.getByRole("heading", { name: `Order ${order?.number}` })).toBeVisible();
  await expect(page.getByText("Trail Mug")).toHaveCount(0);
  await axe(page, "an order by its number");
});
