/** What a page of the dashboard makes a browser load before anything is pressed, and that nothing jumps. */
import { gzipSync } from "node:zlib";
import { expect } from "@playwright/test";
import { test } from "../platform";
import { dashboard } from "../support";
import { type Desk, desk, sell } from "./desk";

/** In kB gzip: a twentieth over what was measured. 132 of each are the framework's. */
const BUDGET = {
  list: 292,
  form: 340,
  editor: 394,
} as const;

let shop: Desk;
const pages: [string, keyof typeof BUDGET][] = [];
test.beforeAll(async ({ browser }) => {
  shop = await desk(browser);
  const product = await shop.product({
    description: `<p>${"A long description. ".repeat(200)}</p>`,
  });
  await sell(shop.store, product, "buyer@example.com");
  const [order] = await shop.call<{ id: string }[]>("GET", `/v1/stores/${shop.store.id}/orders`);
  pages.push(
    [`${dashboard}/stores`, "list"],
    [`${dashboard}/stores/new`, "form"],
    [shop.at(""), "list"],
    [shop.at("/products"), "list"],
    [shop.at(`/products/${product.id}`), "editor"],
    [shop.at("/products/new"), "editor"],
    [shop.at("/inventory"), "list"],
    [shop.at("/categories"), "list"],
    [shop.at("/orders"), "list"],
    [shop.at(`/orders/${order?.id}`), "list"],
    [shop.at("/imports"), "list"],
    [shop.at("/suppliers"), "list"],
    [shop.at("/find-products"), "list"],
    [shop.at("/mappings"), "list"],
    [shop.at("/import-review"), "list"],
    [shop.at("/subscribers"), "list"],
    [shop.at("/analytics"), "list"],
    [shop.at("/analytics/products"), "list"],
    [shop.at("/analytics/customers"), "list"],
    [shop.at("/analytics/profit"), "list"],
    [shop.at("/imports/new"), "list"],
    [shop.at("/settings"), "form"],
  );
});
test.afterAll(() => shop.close());

/** Bytes, gzip, of every script that a page's HTML names: in tags and for what it draws next. */
async function scripts(address: string): Promise<number> {
  const { request } = shop.page.context();
  const whole = await (await request.get(address)).text();
  const html = whole.replace(/<script[^>]*\bnomodule\b[^>]*>/gi, ""); // for browsers of ten years ago
  const named = new Set(html.match(/static\/chunks\/[\w~.-]+\.js/g));
  expect(named.size, `${address} names its scripts`).toBeGreaterThan(5);
  let bytes = 0;
  for (const name of named) {
    const reply = await request.get(`${dashboard}/_next/${name}`);
    expect(reply.ok(), name).toBe(true);
    bytes += gzipSync(await reply.body()).length;
  }
  return bytes;
}

test("no page is heavier than its budget", async () => {
  for (const [address, kind] of pages) {
    const kilobytes = (await scripts(address)) / 1000;
    expect.soft(kilobytes, `${address}, in kB`).toBeLessThanOrEqual(BUDGET[kind]);
  }
});

test("nothing moves while a page fills", async () => {
  const { page } = shop;
  await page.addInitScript(() => {
    const shifts: string[] = [];
    Object.assign(window, { __shifts: shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput, sources } = entry as PerformanceEntry & {
          value: number;
          hadRecentInput: boolean;
          sources: { node?: Node }[];
        };
        const who = sources.map(({ node }) =>
          node instanceof Element ? node.className : node?.nodeName,
        );
        if (!hadRecentInput) shifts.push(`${value.toFixed(4)} ${who.join(" | ")}`);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  for (const [address] of pages) {
    await page.goto(address);
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    await page.waitForTimeout(700); // what comes late comes within this
    const shifts = await page.evaluate(
      () => (window as unknown as { __shifts: string[] }).__shifts,
    );
    const moved = shifts.reduce((sum, shift) => sum + Number.parseFloat(shift), 0);
    expect.soft(moved, `${address}\n${shifts.join("\n")}`).toBeLessThan(0.02);
  }
});
