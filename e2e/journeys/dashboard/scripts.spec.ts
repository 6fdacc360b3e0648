/**
 * No script runs in the dashboard that we did not ship. Two oracles, as in the shop: with the
 * policy in force nothing even tries, with the policy switched off nothing runs all the same.
 */
import { expect } from "@playwright/test";
import { findings, MARKUP, plant, QUIET, WORDS, watch } from "../hostile";
import { test } from "../platform";
import { dashboard } from "../support";
import { type Desk, desk, elsewhere } from "./desk";

async function hostile(shop: Desk): Promise<string[]> {
  const store = `/v1/stores/${shop.store.id}`;
  const ids: string[] = [];
  for (const word of WORDS) {
    await shop.call("POST", `${store}/categories`, { name: word, description: word });
    const { id } = await shop.product({
      title: word,
      description: MARKUP,
      vendor: word,
      product_type: word,
      sku: word,
      tags: [word],
      options: [{ name: word, values: [word, "plain"] }],
      seo: { title: word, description: word },
    });
    ids.push(id);
  }
  return ids;
}

let shop: Desk;
let ids: string[];
test.beforeAll(async ({ browser }) => {
  shop = await desk(browser, {}, { name: WORDS[0], description: MARKUP });
  ids = await hostile(shop);
});
test.afterAll(() => shop?.close());

for (const policy of [true, false]) {
  const name = policy ? "nothing tries to, under the policy" : "nothing runs without the policy";
  test(`hostile words in every field: ${name}`, async ({ browser }) => {
    const page = await elsewhere(browser, shop, { bypassCSP: !policy });
    await watch(page);
    const word = encodeURIComponent(WORDS[1] ?? "");
    const paths = [
      "",
      `/products?search=${word}&tag=${word}&vendor=${word}`,
      ...ids.map((id) => `/products/${id}`),
      `/products/new?title=${word}`,
      "/inventory",
      "/categories",
      "/settings",
      "/imports",
      `/orders?search=${word}`,
    ];
    for (const path of paths) {
      await page.goto(shop.at(path));
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      expect(await findings(page), path).toEqual(QUIET);
    }
    await page.goto(shop.at(`/products/${ids[0]}`));
    await page.getByRole("button", { name: "HTML" }).click();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").last().fill("script");
    await expect(page.getByRole("option").first()).toBeVisible();
    expect(await findings(page)).toEqual(QUIET);

    // Planted: the oracle sees what it is there to see.
    await plant(page);
    await expect.poll(async () => (await findings(page)).ran).toBe(policy ? 0 : 1);
    await expect.poll(async () => (await findings(page)).violations.length > 0).toBe(policy);
    await page.context().close();
  });
}

test("every page has a policy with a nonce of its own", async ({ request }) => {
  const nonces = new Set<string>();
  for (const path of ["/login", "/login", "/register"]) {
    const reply = await request.get(dashboard + path);
    const policy = reply.headers()["content-security-policy"] ?? "";
    const script = /script-src ([^;]+)/.exec(policy)?.[1] ?? "";
    expect(script).not.toContain("unsafe-");
    expect(policy).toMatch(/object-src 'none'.*base-uri 'none'.*frame-ancestors 'none'/);
    const nonce = /'nonce-([^']+)'/.exec(script)?.[1] ?? "";
    expect(nonce.length).toBeGreaterThan(20);
    nonces.add(nonce);
    const html = await reply.text();
    const scripts = html.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(3);
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
    expect(reply.headers()["cache-control"]).toContain("no-store");
    expect(reply.headers()["x-content-type-options"]).toBe("nosniff");
  }
  expect(nonces.size).toBe(3);
});
