import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { buy, fillCheckout, shop, unique } from "../support";
import { merchant, type Thing } from "./merchant";
import { isHit, until, view } from "./view";

const RATE = { manual_ppm: 1_100_000, step: 100, below: 1, direction: "up" };

/** A store that sells in euros and dollars, with a mug of € 14.50 ($ 15.99). */
async function twoCurrencies() {
  const owner = await merchant();
  const store = await owner.store();
  await owner.call("POST", `/stores/${store.id}/currencies`, { currency: "USD", ...RATE });
  const mug = await owner.product(store, { title: "Trail Mug", stock: 20 });
  return { owner, store, mug };
}

const inDollars = (store: Thing) => ({ headers: { Cookie: `ecomm_currency_${store.slug}=USD` } });

test("a shopper on a phone switches to dollars, filters, and pays what was shown", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ reducedMotion: "reduce" });
  const { store, owner } = await twoCurrencies();
  const base = shop(store.slug);

  // The bag is begun in euros, and follows.
  await page.goto(`${base}/products/trail-mug`);
  await page.getByRole("button", { name: "Add to bag" }).first().click();
  const drawer = page.getByRole("dialog", { name: /your bag/i });
  await expect(drawer.getByText("€14.50").first()).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Menu" }).click();
  const menu = page.locator("#menu");
  await expect(menu.getByRole("link", { name: /Euro/ })).toHaveAttribute("aria-current", "true");
  await axe(page, "the menu");
  await menu.getByRole("link", { name: /US Dollar/ }).click();
  await expect(page.getByText("$15.99").first()).toBeVisible();
  expect(new URL(page.url()).search).toBe("");

  // A filtered list stays filtered, and its bounds are dollars.
  await page.goto(`${base}/products?from=15&to=16`);
  await expect(page.getByRole("link", { name: "Trail Mug" })).toBeVisible();
  await page.goto(`${base}/products?from=14&to=15`);
  await expect(page.getByText("0 products")).toBeVisible();

  await fillCheckout(page, store.slug, `${unique("dollars")}@example.com`);
  await expect(page.getByRole("button", { name: /^Buy now, .*\$/ })).toBeVisible();
  await buy(page);
  await page
    .getByRole("button", { name: /^Pay .*\$/ })
    .first()
    .click();
  await page.waitForURL(/\/checkout\/success/);
  const [order] = (await owner.call("GET", `/stores/${store.id}/orders`)) as {
    total: { currency: string };
  }[];
  expect(order?.total.currency).toBe("USD");

  // Back to euros, from a page that was left open.
  await page.goto(`${base}/products/trail-mug?currency=EUR`);
  await expect(page.getByText("€14.50").first()).toBeVisible();
  await page.goto(`${base}/products`);
  await expect(page.getByText("€14.50").first()).toBeVisible();
});

test("variants of a page are cached each for itself, never mix, and change together", async () => {
  const { owner, store, mug } = await twoCurrencies();
  const path = "/products/trail-mug";
  await until(store.slug, path, (seen) => seen.body.includes("€14.50"));
  // The call about the new product comes twice; then both stay in the cache.
  await expect
    .poll(async () => [
      isHit(await view(store.slug, path)),
      isHit(await view(store.slug, path, inDollars(store))),
    ])
    .toEqual([true, true]);
  for (let round = 0; round < 2; round++) {
    const euros = await view(store.slug, path);
    const dollars = await view(store.slug, path, inDollars(store));
    expect(euros.body).toContain("€14.50");
    expect(euros.body).not.toContain("15.99");
    expect(dollars.body).toContain("15.99");
    expect(dollars.body).not.toContain("€14.50");
    expect(dollars.headers.etag).not.toBe(euros.headers.etag);
  }
  const dollars = await view(store.slug, path, inDollars(store));
  expect(dollars.body).toContain('"priceCurrency":"USD"');
  const canonical = /<link rel="canonical" href="([^"]+)"/.exec(dollars.body)?.[1] ?? "";
  expect(new URL(canonical).pathname + new URL(canonical).search).toBe(path);

  // What the store does not sell in is its own, whatever the browser says.
  for (const wish of ["JPY", "own", "../other", "usd"]) {
    const cookie = { headers: { Cookie: `ecomm_currency_${store.slug}=${wish}` } };
    expect((await view(store.slug, path, cookie)).body).toContain("€14.50");
  }
  for (const inner of ["own.USD.live", "own.JPY.live"]) {
    expect((await view(store.slug, `/s/${store.slug}/${inner}${path}`)).status).toBe(404);
  }

  // One write reaches every variant.
  const price = { amount: 2000, currency: "EUR" };
  await owner.call("PATCH", `/stores/${store.id}/products/${mug.id}`, { price });
  await until(store.slug, path, (seen) => seen.body.includes("€20.00"));
  await expect
    .poll(async () => (await view(store.slug, path, inDollars(store))).body.includes("22.99"))
    .toBe(true);

  // A currency that goes is gone: pages fall back to the store's own.
  await owner.call("DELETE", `/stores/${store.id}/currencies/USD`);
  await expect
    .poll(async () => (await view(store.slug, path, inDollars(store))).body.includes("€20.00"), {
      timeout: 60_000,
    })
    .toBe(true);
});
