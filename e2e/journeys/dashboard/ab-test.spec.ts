/** Two titles of one product, shown by lot: from the plan to the one that sells. */
import { type Browser, expect, type Page } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { addToBag, api, buy, fillCheckout, shop, unique } from "../support";
import { desk, sell, type Thing } from "./desk";

/** How the cookie of a visitor's lot begins. */
const LOT = "ecomm_ab_";

/** Programs are not counted, and a browser without a window says that it is one. */
const PERSON =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

async function visit(browser: Browser, store: Thing, product: Thing): Promise<Page> {
  const context = await browser.newContext({ userAgent: PERSON, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(`${shop(store.slug)}/products/${product.slug}`);
  return page;
}

const titleOf = (page: Page) => page.getByRole("heading", { level: 1 }).textContent();

/** Someone whom the API alone knows: counted for a version, and a buyer of it where asked. */
async function counted(store: Thing, product: Thing, id: string, arm: string, buys: boolean) {
  const address = `${api}/api/v1/public/stores/${store.slug}`;
  const visitor = crypto.randomUUID();
  const tell = async (path: string, body: unknown, token = "") => {
    const reply = await fetch(`${address}${path}`, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "User-Agent": PERSON,
        ...(token ? { "X-Cart-Token": token } : {}),
      },
      body: JSON.stringify(body),
    });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  };
  await tell(`/ab-tests/${id}/visitors`, { visitor, arm });
  if (!buys) return;
  await sell(store, product, `${unique("buyer")}@example.com`, undefined, (cart) =>
    tell(`/carts/${cart.id}/ab-tests`, { tests: [{ test_id: id, visitor }] }, cart.token),
  );
}

test("an A/B test from its plan to the title that sells", async ({ browser }) => {
  test.setTimeout(900_000);
  const merchant = await desk(browser);
  const { page, at, store } = merchant;
  const product = await merchant.product({ title: "Kettle", stock: 100 });

  await page.goto(at("/ab-tests"));
  await expect(page.getByText("No tests yet")).toBeVisible();
  await axe(page);
  await page.getByRole("link", { name: "New test" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("A title that says more");
  await page.getByRole("combobox", { name: "Product" }).click();
  await page.getByRole("option", { name: "Kettle" }).click();
  await page.getByLabel("Visitors who buy today").fill("30");
  await page.getByLabel("Worth knowing from").fill("60");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Change at least one thing in version B")).toBeVisible();
  await page.getByLabel("Title", { exact: true }).fill("Kettle that pours like a pen");
  await expect(page.getByText("10 for each version")).toBeVisible();
  await axe(page, "a new test");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: "Start test" })).toBeVisible();
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  await axe(page, "a draft");

  // Nobody sees a draft.
  const early = await visit(browser, store, product);
  expect(await titleOf(early)).toBe("Kettle");
  await early.context().close();

  await page.getByRole("button", { name: "Start test" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Start test" }).click();
  await expect(page.getByText("Still counting")).toBeVisible();
  await axe(page, "a running test");

  // The shop draws lots within seconds; each browser keeps its own.
  const seen = new Map<string | null, Page>();
  await expect(async () => {
    const other = await visit(browser, store, product);
    const title = await titleOf(other);
    // Who came before the shop knew of the test has drawn no lot yet.
    const drawn = (await other.context().cookies()).some(({ name }) => name.startsWith(LOT));
    if (seen.has(title) || !drawn) await other.context().close();
    else seen.set(title, other);
    expect([...seen.keys()].sort()).toEqual(["Kettle", "Kettle that pours like a pen"]);
  }).toPass({ timeout: 180_000 });
  for (const [title, other] of seen) {
    await other.reload();
    expect(await titleOf(other)).toBe(title);
  }
  const buyer = seen.get("Kettle that pours like a pen");
  if (!buyer) throw new Error("nobody saw B");
  await addToBag(buyer, store.slug, product.slug);
  await fillCheckout(buyer, store.slug, `${unique("buyer")}@example.com`);
  await buy(buyer);
  await buyer.getByRole("button", { name: /^Pay/ }).first().click();
  await expect(buyer.getByRole("heading", { name: /thank you/i })).toBeVisible({ timeout: 60_000 });
  for (const other of seen.values()) await other.context().close();
  await expect(async () => {
    await page.reload();
    const bought = page.getByRole("row", { name: /^Bought/ });
    await expect(bought.getByRole("cell").nth(1)).toHaveText("1", { timeout: 2_000 });
  }).toPass({ timeout: 120_000 });

  // More of them, as the API knows them: of B most buy.
  for (let n = 0; n < 14; n += 1) {
    await counted(store, product, id, "a", false);
    await counted(store, product, id, "b", n < 12);
  }
  await expect(async () => {
    await page.reload();
    await expect(page.getByText("B is better", { exact: true })).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 120_000 });
  await axe(page, "a decided test");

  await page.getByRole("button", { name: "End test" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End test" }).click();
  await page.getByRole("button", { name: "Use B" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Use B" }).click();
  await expect(page.getByText("B is live")).toBeVisible();
  await expect(async () => {
    const after = await visit(browser, store, product);
    const title = await titleOf(after);
    await after.context().close();
    expect(title).toBe("Kettle that pours like a pen");
  }).toPass({ timeout: 60_000 });
  await page.goto(at("/ab-tests?status=ended"));
  await expect(page.getByRole("row", { name: /A title that says more/ })).toContainText(
    "B is live",
  );
  await merchant.close();
});
