import { expect, type Locator, type Page } from "@playwright/test";
import { axeInBoth } from "../looking";
import { test } from "../platform";
import { buy, fillCheckout, shop, unique } from "../support";
import { merchant } from "./merchant";

const KETTLE = "/products/heron-gooseneck-kettle";

/** Goes on with Tab until the element has the focus, and sees that the focus shows. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  const focused = () =>
    wanted.evaluate((element) => element === document.activeElement).catch(() => false);
  for (let steps = 0; steps < 120; steps++) {
    if (await focused()) {
      const shows = await wanted.evaluate((element) => {
        const drawn = [null, "::before", "::after"].map((part) => getComputedStyle(element, part));
        const box = element.nextElementSibling ?? element; // the face of a hidden radio
        return [...drawn, getComputedStyle(box)].some(
          (style) => style.outlineStyle !== "none" || style.boxShadow !== "none",
        );
      });
      expect(shows, "the focus can be seen").toBe(true);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reaches ${wanted}`);
}

async function press(page: Page, wanted: Locator): Promise<void> {
  await tabTo(page, wanted);
  await page.keyboard.press("Enter");
}

test("a shopper without a mouse chooses, checks out and sees the order", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(`${shop("demo")}/products`);
  await press(page, page.getByRole("link", { name: "Heron Gooseneck Kettle" }));
  await page.waitForURL(new RegExp(KETTLE));
  await page.waitForLoadState("networkidle");
  await tabTo(page, page.getByRole("radio", { name: "Ink" }));
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("radio", { name: "Sage" })).toBeChecked();
  await press(page, page.getByRole("button", { name: "Add to bag" }).first());
  const drawer = page.getByRole("dialog", { name: /your bag/i });
  await expect(drawer).toBeVisible();
  await axeInBoth(page, "drawer");
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();
  const opener = page.getByRole("button", { name: "Add to bag" }).first();
  await expect(opener).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(drawer).toBeVisible();
  await press(page, drawer.getByRole("link", { name: /Check out/ }));
  await page.waitForURL(/\/checkout/);

  await press(page, page.getByRole("button", { name: /^Buy now/ }));
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await expect(page.getByText("Enter your e-mail address.")).toBeVisible();
  await axeInBoth(page, "checkout with errors");
  const fields: [string, string][] = [
    ["E-mail", `${unique("keys")}@example.com`],
    ["Full name", "Kim Keys"],
    ["Street and number", "Main Street 1"],
    ["Postcode", "01099"],
    ["Town or city", "Dresden"],
  ];
  for (const [label, value] of fields) {
    await tabTo(page, page.getByLabel(label));
    await page.keyboard.type(value);
  }
  await press(page, page.getByRole("button", { name: /^Buy now/ }));
  await page.waitForURL(/\/mock-pay\//);
  await press(page, page.getByRole("button", { name: /^Pay €/ }));
  await page.waitForURL(/\/checkout\/success/);
  await expect(page.getByRole("heading", { name: /Thank you, Kim/ })).toBeVisible();
  await axeInBoth(page, "success");
  await press(page, page.getByRole("link", { name: "Open the order page" }));
  await page.waitForURL(/\/orders\//);
  await expect(page.getByRole("heading", { name: /^Order \d+/ })).toBeVisible();
  await axeInBoth(page, "order");

  // The same address with another key shows nothing of it.
  const address = new URL(page.url());
  const stranger = await page.context().browser()?.newContext();
  const other = await stranger?.newPage();
  if (!other) throw new Error("no second browser context");
  for (const token of ["", "?token=wrong", `?token=${"A".repeat(43)}`]) {
    await other.goto(`${address.origin}${address.pathname}${token}`);
    await expect(other.getByText("There is no such order here")).toBeVisible();
    await expect(other.getByText("Kim Keys")).toHaveCount(0);
  }
  await axeInBoth(other, "no such order");
  await stranger?.close();
});

test("what opens over a page passes axe on a phone", async ({ browser }) => {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(`${shop("demo")}/products`, { waitUntil: "networkidle" });
  await page.getByRole("button", { name: "Menu" }).click();
  await axeInBoth(page, "menu");
  await page.keyboard.press("Escape");
  await page.getByText("Filters", { exact: true }).first().click();
  await axeInBoth(page, "filters");
  await page.goto(shop("demo") + KETTLE, { waitUntil: "networkidle" });
  await axeInBoth(page, "product");
  await page
    .getByRole("button", { name: /enlarge|larger/i })
    .first()
    .click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await axeInBoth(page, "enlarged picture");
  await page.keyboard.press("Escape");
  await page.goto(`${shop("demo")}/products?search=zzzz`, { waitUntil: "networkidle" });
  await axeInBoth(page, "no hits");
  await page.goto(`${shop("demo")}/categories/brew`, { waitUntil: "networkidle" });
  await axeInBoth(page, "category");
  await context.close();
});

test("no page moves sideways between 320 and 2560 px, however long the words", async ({ page }) => {
  const owner = await merchant();
  const store = await owner.store({
    name: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk",
  });
  const word = "Wörterohnezwischenraum";
  const made = await owner.product(store, {
    title: `${word.repeat(6)} and a second half`,
    vendor: word.repeat(4),
    price: { amount: 99_999_999_900, currency: "EUR" },
    description: `<p>${word.repeat(40)}</p><table><tr>${"<td>a cell with words</td>".repeat(14)}</tr></table><pre>${"code ".repeat(90)}</pre>`,
    options: [{ name: word, values: [word.repeat(4), "short"] }],
    stock: 3,
  });
  await owner.product(store, { title: "Plain", price: { amount: 12_900, currency: "EUR" } });
  const base = shop(store.slug);
  const paths = ["/", "/products", `/products/${made.slug}`, "/cart", "/checkout", "/nothing"];
  await page.goto(`${base}/products/${made.slug}`);
  await page.getByRole("button", { name: "Add to bag" }).first().click();
  await expect(page.getByRole("dialog", { name: /your bag/i })).toBeVisible();
  for (const width of [320, 390, 768, 1440, 2560]) {
    await page.setViewportSize({ width, height: 900 });
    for (const path of paths) {
      await page.goto(base + path, { waitUntil: "load" });
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over, `${path} at ${width}`).toBe(0);
    }
  }
});

test("paying twice is one order, and a paused shop says so at once", async ({ page }) => {
  const owner = await merchant();
  const store = await owner.store();
  const mug = await owner.product(store, { title: "Trail Mug", stock: 4 });
  const add = async () => {
    await page.goto(`${shop(store.slug)}/products/${mug.slug}`);
    await page.getByRole("button", { name: "Add to bag" }).first().click();
    await expect(page.getByRole("dialog", { name: /your bag/i })).toBeVisible();
  };
  await add();
  await fillCheckout(page, store.slug, `${unique("twice")}@example.com`);
  await buy(page);
  await page.getByRole("button", { name: /^Pay and notify twice/ }).click();
  await page.waitForURL(/\/checkout\/success/);
  await expect(page.getByText("1001").first()).toBeVisible();
  await page.goBack();
  await page.waitForLoadState("load");
  await page.goto(`${shop(store.slug)}/checkout`);
  await expect(page.getByText("There is nothing to check out")).toBeVisible();
  await expect
    .poll(async () => ((await owner.call("GET", `/stores/${store.id}/orders`)) as unknown[]).length)
    .toBe(1);

  await add();
  await owner.call("PATCH", `/stores/${store.id}`, { status: "paused" });
  await expect
    .poll(async () => (await page.goto(`${shop(store.slug)}/checkout`))?.status())
    .toBe(503);
  await axeInBoth(page, "paused shop");
  await owner.call("PATCH", `/stores/${store.id}`, { status: "active" });
  await expect.poll(async () => (await page.goto(`${shop(store.slug)}/cart`))?.status()).toBe(200);
  await expect(page.getByText("Trail Mug").first()).toBeVisible();
});
