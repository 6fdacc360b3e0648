/** The whole of selling in one go: what a merchant sets, a shopper buys, both undo in part. */
import { type Browser, expect, type Page } from "@playwright/test";
import { type Desk, desk } from "./dashboard/desk";
import { test } from "./platform";
import { api, buy, fillCheckout, shop, unique } from "./support";

interface Money {
  amount: number;
  currency: string;
}

interface Order {
  id: string;
  number: number;
  totals: { total: Money };
  payment_status: string;
  fulfilment_status: string;
  tenders: { kind: string; amount: Money }[];
  items: { id: string; title: string; quantity: number }[];
  timeline: { kind: string }[];
}

const SECRET = "a shopper's password";

/** Picks an entry of a list that opens under its label. */
async function choose(page: Page, label: string | RegExp, option: string | RegExp): Promise<void> {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option }).first().click();
}

async function save(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save", exact: true }).click();
}

/** Taxes, shipping, a second currency, two discounts and a gift card, all by hand. The card's code. */
async function prepare(merchant: Desk): Promise<string> {
  const { page } = merchant;
  await page.goto(merchant.at("/taxes"));
  await page.getByRole("button", { name: "Add EU rates" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: /Germany.*19 %/ })).toBeVisible();

  await page.goto(merchant.at("/shipping"));
  await page.getByRole("button", { name: "Add zone" }).click();
  await page.getByLabel("Name").fill("Neighbours");
  await page.getByLabel("Countries and states").fill("DE, AT");
  await page.getByRole("button", { name: "Save zone" }).click();
  const zone = page.getByRole("region", { name: "Neighbours" });
  await zone.getByRole("button", { name: "Add rate" }).click();
  const rate = page.getByRole("dialog");
  await rate.getByLabel("Name").fill("Tracked parcel");
  await rate.getByLabel("Price", { exact: true }).fill("5.00");
  await rate.getByRole("button", { name: "Save rate" }).click();
  await expect(zone.getByText("Tracked parcel")).toBeVisible();

  await page.goto(merchant.at("/currencies"));
  await page.getByRole("button", { name: "Add currency" }).click();
  await choose(page, "Currency", /USD/);
  await page.getByLabel(/Rate set by hand/).fill("1.10");
  await page.getByRole("button", { name: "Save currency" }).click();
  await expect(page.getByText(/1 EUR = 1\.1\d* USD/)).toBeVisible();

  await page.goto(merchant.at("/discounts/new"));
  await page.getByRole("radio", { name: /Automatic/ }).click();
  await page.getByLabel("Name").fill("Second mug free");
  await choose(page, "Kind", "Buy X, get Y");
  await page.getByLabel("Percent off what they get").fill("100");
  await page.getByLabel("Buy", { exact: true }).fill("1");
  await page.getByLabel("Get", { exact: true }).fill("1");
  await save(page);
  await expect(page.getByText("Second mug free is made.")).toBeVisible();

  await page.goto(merchant.at("/discounts/new"));
  await page.getByLabel("Code", { exact: true }).fill("ONLY10");
  await page.getByLabel("Percent", { exact: true }).fill("10");
  await page.getByRole("switch", { name: "Combines with nothing" }).click();
  await page.getByLabel("Priority").fill("10");
  await save(page);
  await expect(page.getByText(/ONLY10 is made\./)).toBeVisible();

  await page.goto(merchant.at("/gift-cards"));
  await page.getByRole("button", { name: "New gift card" }).first().click();
  await choose(page, "Currency", "USD");
  await page.getByLabel("Amount").fill("20.00");
  await page.getByRole("button", { name: "Make the gift card" }).click();
  const made = page.getByRole("dialog", { name: "The gift card is made" });
  const code = (await made.locator("p.num").textContent()) ?? "";
  await made.getByRole("button", { name: "Done" }).click();
  return code;
}

/** A shopper on a phone, from the front door to the paid order. Their address and page. */
async function shopping(browser: Browser, slug: string, card: string) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    reducedMotion: "reduce",
    locale: "en-GB",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const base = shop(slug);
  const email = `${unique("sina")}@example.com`;
  await page.goto(`${base}/register`);
  await page.getByLabel("Name").fill("Sina Shopper");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(SECRET);
  await page.getByRole("button", { name: "Open an account" }).click();
  await page.waitForURL(/\/account$/);

  await page.goto(`${base}/products?currency=USD`);
  await page.goto(`${base}/products?search=enamil`);
  await expect(page.getByRole("link", { name: "Enamel Mug" })).toBeVisible();
  await page.goto(`${base}/products?from=10&to=20`);
  await expect(page.getByText("Copper Kettle")).toHaveCount(0);
  await page.getByRole("link", { name: "Enamel Mug" }).first().click();
  await page.waitForURL(/enamel-mug/);
  await page.waitForLoadState("networkidle");
  const drawer = page.getByRole("dialog", { name: /your bag/i });
  await page.getByRole("button", { name: "Add to bag" }).first().click();
  await drawer.getByRole("button", { name: "One more of Enamel Mug" }).click();
  await expect(drawer.getByText(/\$13\.20/).first()).toBeVisible();
  await page.goto(`${base}/products/copper-kettle`);
  await page.waitForLoadState("networkidle");
  await page.getByRole("button", { name: "Add to bag" }).first().click();
  await expect(drawer).toBeVisible();

  await page.goto(`${base}/cart`);
  // Two mugs at 13.20 and a kettle at 44.00; the second mug is free until the code comes.
  await expect(page.getByText(/^[−-](US)?\$13\.20$/).first()).toBeVisible();
  for (const code of ["only10", card]) {
    await page.getByLabel("Discount code or gift card").fill(code);
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(page.getByLabel("Discount code or gift card")).toHaveValue("");
  }
  await expect(page.getByText(/^[−-](US)?\$7\.04$/).first()).toBeVisible();

  await fillCheckout(page, slug, email);
  await page.getByRole("radio", { name: /Tracked parcel/ }).check();
  // 70.40 - 7.04 + 5.50 = 68.86, of which the card pays 20.
  await expect(page.getByRole("button", { name: /^Buy now, (US)?\$48\.86$/ })).toBeVisible();
  await buy(page);
  await page.getByRole("button", { name: /^Pay (US)?\$48\.86/ }).click();
  await page.waitForURL(/\/checkout\/success/);
  await page.getByRole("link", { name: "Open the order page" }).click();
  await page.waitForURL(/\/orders\//);
  return { context, page, email };
}

const stockOf = async (merchant: Desk, product: string) => {
  const rows = await merchant.call<{ product_id: string; on_hand: number; committed: number }[]>(
    "GET",
    `/v1/stores/${merchant.store.id}/inventory?per_page=100`,
  );
  const row = rows.find((one) => one.product_id === product);
  return [row?.on_hand, row?.committed];
};

const mailsTo = async (email: string) =>
  (await (
    await fetch(`${api}/mailbox/messages.json?to=${encodeURIComponent(email)}&limit=50`)
  ).json()) as { subject: string }[] | { messages: { subject: string }[] };

async function subjects(email: string): Promise<string> {
  const found = await mailsTo(email);
  return (Array.isArray(found) ? found : found.messages).map((one) => one.subject).join(" | ");
}

/** Sends some units of the open order away. */
async function ship(page: Page, less: string[], number: string): Promise<void> {
  await page.getByRole("button", { name: "Add tracking" }).click();
  const panel = page
    .getByRole("region", { name: "Ship" })
    .or(page.getByRole("form", { name: "Ship" }));
  for (const name of less) await panel.getByRole("button", { name: `One less of ${name}` }).click();
  await panel.getByLabel("Carrier").fill("DHL");
  await panel.getByLabel("Tracking number").fill(number);
  await panel.getByRole("button", { name: /^Ship \d/ }).click();
  await expect(page.getByText(number).first()).toBeVisible();
}

test("a merchant sets everything up, a shopper on a phone buys, parcels go, money and goods come back", async ({
  browser,
}) => {
  test.setTimeout(600_000);
  const merchant = await desk(browser);
  const { page: office } = merchant;
  office.setDefaultTimeout(60_000);
  const euros = (amount: number) => ({ amount, currency: "EUR" });
  const mug = await merchant.product({ title: "Enamel Mug", price: euros(1200), stock: 20 });
  const kettle = await merchant.product({ title: "Copper Kettle", price: euros(4000), stock: 5 });
  const card = await prepare(merchant);
  const { context, page: phone, email } = await shopping(browser, merchant.store.slug, card);

  const orders = `/v1/stores/${merchant.store.id}/orders`;
  const [listed] = await merchant.call<Order[]>("GET", orders);
  const read = () => merchant.call<Order>("GET", `${orders}/${listed?.id}`);
  const order = await read();
  expect(order.totals.total).toEqual({ amount: 6886, currency: "USD" });
  const tenders = Object.fromEntries(order.tenders.map((one) => [one.kind, one.amount.amount]));
  expect(tenders).toEqual({ provider: 4886, gift_card: 2000 });
  expect(await stockOf(merchant, mug.id)).toEqual([20, 2]);

  // The merchant reads why, and ships in two parcels.
  await office.goto(merchant.at(`/orders/${order.id}`));
  const why = office.locator("section, div").filter({
    has: office.getByRole("heading", { name: "Why this total", exact: true }),
  });
  await expect(why.getByText("Takes $7.04 off.").first()).toBeVisible();
  await expect(why.getByText("Exclusive with ONLY10.").first()).toBeVisible();
  await ship(office, ["Copper Kettle"], "JD0000000001");
  await ship(office, [], "JD0000000002");
  await expect.poll(async () => (await read()).fulfilment_status).toBe("fulfilled");
  await expect.poll(() => stockOf(merchant, mug.id)).toEqual([18, 0]);
  await expect.poll(() => stockOf(merchant, kettle.id)).toEqual([4, 0]);

  // One mug is refunded and goes back on sale: 13.20 less its tenth.
  await office.getByRole("button", { name: "Refund", exact: true }).click();
  const refund = office.getByRole("alertdialog", { name: /Refund order/ });
  await refund.getByLabel("Units of Enamel Mug to refund").fill("1");
  const restock = refund.getByRole("checkbox", { name: /Put Enamel Mug back on sale/ });
  if (!(await restock.isChecked())) await restock.click();
  await refund.getByRole("button", { name: /^Refund (US)?\$11\.88$/ }).click();
  await expect(office.getByText(/\$11\.88 is on its way back/)).toBeVisible();
  await expect.poll(() => stockOf(merchant, mug.id)).toEqual([19, 0]);

  // The shopper follows both parcels, and sends the kettle back.
  await phone.reload();
  for (const number of ["JD0000000001", "JD0000000002"]) {
    await expect(phone.getByText(number).first()).toBeVisible();
  }
  await phone.getByRole("button", { name: "Send something back" }).click();
  await phone.getByLabel(/^Copper Kettle: how many/).fill("1");
  await phone.getByRole("button", { name: "Ask for this return" }).click();
  await expect(phone.getByText("We have your wish and answer by e-mail.")).toBeVisible();

  await office.goto(merchant.at("/returns"));
  await office.getByRole("link", { name: /R1/ }).first().click();
  const asked = office.locator('[role="dialog"], [role="alertdialog"]');
  await office.getByRole("button", { name: "Approve" }).click();
  await asked.getByRole("button", { name: /^Approve return/ }).click();
  await office.getByRole("button", { name: "Goods arrived" }).click();
  const again = asked.getByRole("checkbox", { name: /back on sale/ });
  if (!(await again.isChecked())) await again.click();
  await asked.getByRole("button", { name: "Save what arrived" }).click();
  await office.getByRole("button", { name: "Refund", exact: true }).click();
  await asked.getByRole("button", { name: /^Refund return/ }).click();

  // Books, timeline, stock and mails agree: card first, then the gift card gets what is left.
  await expect.poll(() => stockOf(merchant, kettle.id), { timeout: 60_000 }).toEqual([5, 0]);
  await expect.poll(async () => (await read()).payment_status).toBe("partially_refunded");
  const kinds = (await read()).timeline.map((one) => one.kind).join(" ");
  expect(kinds).toMatch(/paid.*shipped.*shipped.*refund/i);
  await expect
    .poll(() => subjects(email), { timeout: 60_000 })
    .toMatch(/(?=.*confirm)(?=.*(on its way|shipped))(?=.*refund)(?=.*return)/i);
  await context.close();
  await merchant.close();
});
