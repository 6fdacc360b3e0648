/**
 * No script runs that we did not ship, in what merchants and shoppers type beside products: pages,
 * menus, redirects, people, discounts, cards, mails, orders, drafts, returns, upsells. With the
 * policy in force nothing even tries, with the policy switched off nothing runs all the same.
 */
import { expect } from "@playwright/test";
import { findings, HOSTILE_ADDRESS, MARKUP, plant, QUIET, RUN, WORDS, watch } from "../hostile";
import { test } from "../platform";
import { type Desk, desk, elsewhere, sell } from "./desk";

interface Made {
  id: string;
}

/** Every text there is, hostile; the pages of the dashboard that show it. */
async function hostile(shop: Desk): Promise<string[]> {
  const store = `/v1/stores/${shop.store.id}`;
  const make = (path: string, body: unknown) => shop.call<Made>("POST", `${store}${path}`, body);
  const price = { amount: 500, currency: "EUR" };
  const [tag, image] = [WORDS[0] as string, WORDS[1] as string];
  const paths: string[] = [];
  const product = await shop.product({ title: image, options: [] });
  const { variants } = await shop.call<{ variants: Made[] }>(
    "GET",
    `${store}/products/${product.id}`,
  );
  const variant = (variants[0] as Made).id;

  for (const [number, word] of WORDS.entries()) {
    const seo = { seo_title: word, seo_description: word };
    const texts = { title: word, body: MARKUP, status: "published", ...seo };
    const page = await make("/pages", { ...texts, slug: `page-${number}` });
    paths.push(`/pages/${page.id}`);
    await make("/segments", { name: word, kind: "manual" });
  }
  const lines = WORDS.map((label) => ({ label, kind: "url", url: "/products" }));
  for (const menu of ["header", "footer"]) {
    await shop.call("PUT", `${store}/navigation/${menu}`, { items: lines });
  }
  const quoted = `/products?search=${encodeURIComponent(image)}`;
  await make("/redirects", { path: `/old-${encodeURIComponent(image)}`, target: quoted });
  for (const target of [`javascript:${RUN}`, `java\tscript:${RUN}`, `data:text/html,${tag}`]) {
    await expect(make("/redirects", { path: "/older", target }), target).rejects.toThrow("422");
  }
  const person = await make("/customers", {
    email: "hostile@example.com",
    name: image,
    note: MARKUP,
    tags: [tag, image],
    address: HOSTILE_ADDRESS,
  });
  const discount = await make("/discounts", {
    name: image,
    code: `"onload=${RUN}`,
    kind: "percentage",
    percent_ppm: 100_000,
    exclusive_group: tag,
  });
  const card = await make("/gift-cards", {
    amount: price,
    recipient: image,
    message: MARKUP.slice(0, 2000),
    note: tag,
  });
  await make("/store-credits", { amount: price, customer_id: person.id, note: image });
  const texts = { title: image, description: MARKUP, seo: { title: tag, description: image } };
  const collection = await make("/collections", { ...texts, product_ids: [product.id] });
  const part = { variant_id: variant, quantity: 2 };
  const bundle = { components: [part], pricing: "percent", percent_ppm: 100_000, title: image };
  await make("/upsells/bundles", { ...bundle, status: "active" });
  await make("/upsells/cross-sells", {
    name: tag,
    title: image,
    placements: ["product", "cart"],
    source: "products",
    products: [product.id],
  });
  const tiers = [{ quantity: 2, percent_ppm: 50_000 }];
  await make("/upsells/volume", { name: image, tiers });
  const draft = await make("/drafts", {
    email: "hostile@example.com",
    lines: [{ variant_id: variant, quantity: 1 }],
    note: MARKUP.slice(0, 2000),
    shipping_address: HOSTILE_ADDRESS,
    tags: [image.slice(0, 40)],
  });
  await shop.call("PUT", `${store}/mail-sender`, {
    from_name: image,
    from_email: null,
    reply_to: null,
  });
  const kind = "order_confirmation";
  const { version } = await shop.call<{ version: number }>(
    "GET",
    `${store}/email-templates/${kind}`,
  );
  await shop.call("PUT", `${store}/email-templates/${kind}`, {
    version,
    subject: image,
    body: `${MARKUP}\n\n[link](javascript:${RUN}) {{ name }}`,
  });

  await sell(shop.store, product, "hostile@example.com", HOSTILE_ADDRESS);
  const [order] = await shop.call<Made[]>("GET", `${store}/orders`);
  if (order === undefined) throw new Error("the sale made no order");
  await make(`/orders/${order.id}/notes`, { text: MARKUP.slice(0, 5000) });
  const { items } = await shop.call<{ items: Made[] }>("GET", `${store}/orders/${order.id}`);
  const item = { item_id: items[0]?.id, quantity: 1 };
  await make(`/orders/${order.id}/fulfillments`, {
    carrier: image,
    tracking_number: tag,
    status: "shipped",
    items: [item],
  });
  const back = await make(`/orders/${order.id}/returns`, {
    lines: [item],
    message: MARKUP.slice(0, 2000),
  });
  return [
    ...paths,
    "/pages",
    "/navigation",
    "/redirects",
    "/segments",
    "/customers",
    `/customers/${person.id}`,
    "/discounts",
    `/discounts/${discount.id}`,
    "/gift-cards",
    `/gift-cards/${card.id}`,
    "/collections",
    `/collections/${collection.id}`,
    "/upsells",
    "/drafts",
    `/drafts/${draft.id}`,
    `/mails/${kind}`,
    "/mails/sender",
    "/mails/sent",
    "/orders",
    `/orders/${order.id}`,
    "/returns",
    `/returns/${back.id}`,
    "/translations",
  ];
}

let shop: Desk;
let paths: string[];
test.beforeAll(async ({ browser }) => {
  shop = await desk(browser, {}, { name: WORDS[1] });
  paths = await hostile(shop);
});
test.afterAll(() => shop?.close());

for (const policy of [true, false]) {
  const name = policy ? "nothing tries to, under the policy" : "nothing runs without the policy";
  test(`hostile words beside products: ${name}`, async ({ browser }) => {
    test.slow(); // some thirty pages
    const page = await elsewhere(browser, shop, { bypassCSP: !policy });
    await watch(page);
    const dialogs: string[] = [];
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    for (const path of paths) {
      await page.goto(shop.at(path));
      await expect(page.getByRole("heading", { level: 1 }).first(), path).toBeVisible();
      await expect(page.locator('[aria-busy="true"]'), path).toHaveCount(0);
      expect(await findings(page), path).toEqual(QUIET);
      for (const frame of page.frames()) {
        const ran = await frame.evaluate(() => (window as { __ran?: number }).__ran ?? 0);
        expect(ran, `${path}, a frame of it`).toBe(0);
      }
    }
    expect(dialogs).toEqual([]);

    // Planted: the oracle sees what it is there to see.
    await plant(page);
    await expect.poll(async () => (await findings(page)).ran).toBe(policy ? 0 : 1);
    await expect.poll(async () => (await findings(page)).violations.length > 0).toBe(policy);
    await page.context().close();
  });
}
