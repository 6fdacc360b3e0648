/** What a shopper does without a checkout of their own: pays what the shop prepared, sends part of it
 * back, brings a bag back from a mail, and leaves for good. */
import { expect, type Page } from "@playwright/test";
import { test } from "../platform";
import { api, shop, unique } from "../support";
import { merchant, type Thing } from "./merchant";
import { posted } from "./view";

test.use({ viewport: { width: 390, height: 844 } });

/** The newest link of this kind that an address got, out of the local mailbox. */
async function mailed(email: string, pattern: RegExp): Promise<string> {
  let link = "";
  const look = async () => {
    const asked = `${api}/mailbox/messages.json?to=${encodeURIComponent(email)}&limit=10`;
    const text = (await (await fetch(asked)).text()).replaceAll("\\u0026", "&");
    link = pattern.exec(text)?.[0] ?? "";
    return link !== "";
  };
  await expect.poll(look, { timeout: 60_000 }).toBe(true);
  return link.replaceAll("&amp;", "&");
}

async function pay(page: Page): Promise<void> {
  await page.waitForURL(/\/mock-pay\//);
  await page.getByRole("button", { name: /^Pay/ }).first().click();
}

test("a prepared order is paid by its link, and a piece of it is exchanged", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const owner = await merchant();
  const store = await owner.store();
  const at = `/stores/${store.id}`;
  const email = `${unique("prepared")}@example.com`;
  const shirt = await owner.product(store, {
    title: "Linen Shirt",
    options: [{ name: "Size", values: ["S", "L"] }],
    stock: 5,
  });
  const { variants } = (await owner.call("GET", `${at}/products/${shirt.id}`)) as {
    variants: { id: string; title: string }[];
  };
  const small = variants.find((one) => one.title === "S");
  const [rate] = (await owner.call("GET", `${at}/shipping-rates`)) as { id: string }[];
  const draft = (await owner.call("POST", `${at}/drafts`, {
    email,
    lines: [{ variant_id: small?.id, quantity: 2 }],
    shipping_rate_id: rate?.id,
    shipping_address: {
      name: "Petra Prepared",
      line1: "Hauptstraße 1",
      city: "Dresden",
      postal_code: "01099",
      country: "DE",
    },
  })) as Thing;
  await owner.call("POST", `${at}/drafts/${draft.id}/send`);
  await page.goto(await mailed(email, /https?:\/\/[^"\s\\<]*\/pay\?draft=[^"\s\\<)]+/));
  await expect(page.getByText("Linen Shirt").first()).toBeVisible();
  await page.getByRole("button", { name: /^Pay €/ }).click();
  await pay(page);
  await page.waitForURL(/\/pay\?/);
  await page.getByRole("link", { name: "See the order" }).click();
  await page.waitForURL(/\/orders\//);

  const [order] = (await owner.call("GET", `${at}/orders`)) as Thing[];
  const parcel = { carrier: "DHL", tracking_number: "JD01" };
  await owner.call("POST", `${at}/orders/${order?.id}/fulfillments`, parcel);
  await page.reload();
  await page.getByRole("button", { name: "Send something back" }).click();
  await page.getByLabel(/^Linen Shirt S: how many/).fill("1");
  await page.getByLabel("What you want for Linen Shirt").selectOption({ label: "In exchange: L" });
  await page.getByLabel("Why").selectOption("too_small");
  await page.getByRole("button", { name: "Ask for this return" }).click();
  await expect(page.getByText("We have your wish and answer by e-mail.")).toBeVisible();
  await expect(page.getByText(/1 × Linen Shirt S\s*→ L/)).toBeVisible();
  const [back] = (await owner.call("GET", `${at}/returns`)) as { status: string }[];
  expect(back?.status).toBe("requested");
});

test("an account is closed with its password alone, and opens nothing afterwards", async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const owner = await merchant();
  const store = await owner.store();
  const base = shop(store.slug);
  const email = `${unique("leaving")}@example.com`;
  const data = { email, password: "eight888", name: "Lena Leaving" };
  await page.goto(`${base}/track`);
  expect(await posted(page, "/api/session/register", data)).toBe(201);
  await page.goto(`${base}/account/settings`);
  await page.getByRole("button", { name: "Delete my account" }).click();
  const secret = page.getByLabel("Your password, so that we know it is you");
  await secret.fill("not the password");
  await page.getByRole("button", { name: "Delete it for good" }).click();
  await expect(page.getByText("The present password is wrong.")).toBeVisible();
  await secret.fill("eight888");
  await page.getByRole("button", { name: "Delete it for good" }).click();
  await expect(page.getByRole("heading", { name: "Your account is deleted" })).toBeVisible();
  await page.goto(`${base}/account`);
  await page.waitForURL(/\/login/);
  expect(await posted(page, "/api/session/login", data)).toBe(401);
  expect(await owner.call("GET", `/stores/${store.id}/customers`)).toEqual([]);
  await mailed(email, /is deleted/);
});
