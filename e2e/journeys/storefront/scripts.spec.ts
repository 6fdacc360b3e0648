/**
 * No script runs that we did not ship. Two oracles: with the policy in force, nothing even tries
 * (a violation is an attempt); with the policy switched off, what is on the page still does nothing.
 */
import { type Browser, expect, type Page } from "@playwright/test";
import { findings, HOSTILE_ADDRESS, plant, QUIET, RUN, watch } from "../hostile";
import { test } from "../platform";
import { api, shop, unique } from "../support";
import { type Merchant, merchant, type Thing } from "./merchant";
import { ask, view } from "./view";

/** Short ones go everywhere, also into names of 60 characters. */
const SHORT = [
  `<script>${RUN}</script>`,
  `"><img src=x onerror=${RUN}>`,
  `</script><svg onload=${RUN}>`,
  `' onmouseover=${RUN} '`,
  "javascript:window.__ran=1//",
  "</title><base href=//e.example>",
  '<meta name="ecomm:status" content="418">',
  "<!--<script>-->\u2028]]>",
];
/** Markup where markup is allowed: the description. */
const RICH = [
  ...SHORT,
  `<p onclick="${RUN}" style="background:url(javascript:${RUN})">a</p>`,
  `<a href="javascript:${RUN}">b</a><a href="java\tscript:${RUN}">c</a>`,
  `<a href="data:text/html,<script>parent.__ran=1</script>">d</a>`,
  `<iframe srcdoc="<script>parent.__ran=1</script>"></iframe>`,
  `<object data="javascript:${RUN}"></object><embed src="javascript:${RUN}">`,
  `<svg><animate onbegin="${RUN}" attributeName="x"/></svg>`,
  `<math><mtext><table><mglyph><style><img src=x onerror="${RUN}"></style></mglyph></table></mtext></math>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>"></noscript>`,
  `<form action="javascript:${RUN}"><button>e</button></form>`,
  `<img src="x" onerror="${RUN}"><input autofocus onfocus="${RUN}">`,
  `<style>@import url(javascript:${RUN})</style><link rel=stylesheet href=//e.example/x.css>`,
  `<meta http-equiv="refresh" content="0;url=javascript:${RUN}">`,
  `<template><script>${RUN}</script></template><details open ontoggle="${RUN}">f</details>`,
];

interface Corpus {
  owner: Merchant;
  store: Thing;
  pages: string[];
  products: { id: string; slug: string; title: string }[];
}

async function hostileStore(): Promise<Corpus> {
  const owner = await merchant();
  const store = await owner.store({
    name: `${SHORT[0]}`,
    description: SHORT.join(" "),
  });
  const categories: Thing[] = [];
  for (const name of SHORT.slice(0, 4)) {
    const fields = { name, description: RICH.join("\n").slice(0, 4_900) };
    categories.push((await owner.call("POST", `/stores/${store.id}/categories`, fields)) as Thing);
  }
  const products = [];
  for (const [index, title] of SHORT.entries()) {
    const made = await owner.product(store, {
      title,
      description: RICH.join("\n"),
      vendor: title,
      product_type: title,
      sku: title,
      tags: [title],
      category_ids: categories.map((category) => category.id),
      options: [{ name: title, values: [title, SHORT[(index + 1) % SHORT.length]] }],
      seo: { title: title, description: SHORT.join(" ").slice(0, 300) },
      stock: 5,
    });
    products.push({ id: made.id, slug: made.slug, title });
  }
  const site = await hostileSite(owner, store, products);
  return {
    owner,
    store,
    products,
    pages: [
      ...site,
      "/",
      "/products",
      `/products?search=${encodeURIComponent(SHORT.join(" "))}`,
      `/products?option=${encodeURIComponent(`${SHORT[0]}:${SHORT[1]}`)}`,
      "/categories",
      ...categories.map((category) => `/categories/${category.slug}`),
      ...products.map((product) => `/products/${product.slug}`),
      `/${encodeURIComponent(SHORT[0] ?? "")}`,
      "/cart",
      "/checkout",
      `/checkout/cancelled?checkout=${encodeURIComponent(SHORT[1] ?? "")}`,
      `/orders/x?token=${encodeURIComponent(SHORT[1] ?? "")}`,
    ],
  };
}

/** Pages, policies, menus, collections, offers: what merchants write beside products. */
async function hostileSite(
  owner: Merchant,
  store: Thing,
  products: { id: string }[],
): Promise<string[]> {
  const make = (path: string, body: unknown) =>
    owner.call("POST", `/stores/${store.id}${path}`, body) as Promise<Thing>;
  const [script, image] = [SHORT[0] as string, SHORT[1] as string];
  const paths: string[] = [];
  for (const [number, word] of SHORT.entries()) {
    const seo = { seo_title: word, seo_description: word };
    const texts = { title: word, body: RICH.join("\n"), status: "published", ...seo };
    const page = await make("/pages", { ...texts, slug: `page-${number}` });
    paths.push(`/pages/${page.slug}`);
  }
  const lines = SHORT.map((label) => ({ label, kind: "url", url: "/products" }));
  const items = [{ label: script, kind: "url", url: "/", items: lines }, ...lines];
  await owner.call("PUT", `/stores/${store.id}/navigation/header`, { items });
  await owner.call("PUT", `/stores/${store.id}/navigation/footer`, { items: lines });
  const ids = products.map((product) => product.id);
  const collection = await make("/collections", {
    title: image,
    description: RICH.join("\n"),
    seo: { title: script, description: image },
    product_ids: ids,
  });
  await make("/upsells/cross-sells", {
    name: image,
    title: script,
    placements: ["product", "cart"],
    source: "products",
    products: ids.slice(0, 4),
  });
  const tiers = [{ quantity: 2, percent_ppm: 50_000 }];
  await make("/upsells/volume", { name: image, tiers });
  await make("/discounts", { name: image, kind: "percentage", percent_ppm: 10_000 });
  await owner.call("PATCH", `/stores/${store.id}`, {
    business_name: image,
    business_address: SHORT.join("\n"),
    contact_phone: script,
  });
  return [...paths, "/collections", `/collections/${collection.slug}`];
}

/** A shopper whose name and addresses want to run, signed in on the page's shop. */
async function hostileShopper(page: Page, slug: string): Promise<string[]> {
  const home = shop(slug);
  const body = {
    email: `${unique("hostile")}@example.com`,
    password: "a shopper's password",
    name: SHORT[1],
  };
  const open = `${api}/api/v1/public/stores/${slug}/customers`;
  const headers: Record<string, string> = { "Content-Type": "application/json" };
  const made = await fetch(`${open}/register`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  if (!made.ok) throw new Error(`register: ${made.status} ${await made.text()}`);
  headers.Authorization = `Bearer ${(await made.json()).data.access_token}`;
  const address = await fetch(`${open}/me/addresses`, {
    method: "POST",
    headers,
    body: JSON.stringify(HOSTILE_ADDRESS),
  });
  if (!address.ok) throw new Error(`address: ${address.status} ${await address.text()}`);
  await page.goto(`${home}/login`);
  await page.getByLabel("E-mail").fill(body.email);
  await page.getByLabel("Password").fill(body.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/account$/);
  return ["/account", "/account/addresses", "/account/orders", "/account/wishlist", "/checkout"];
}

/** A page whose attempts to run something foreign are written down. */
async function watched(browser: Browser, policy: boolean): Promise<Page> {
  const context = await browser.newContext({ bypassCSP: !policy });
  const page = await context.newPage();
  await watch(page);
  return page;
}

let corpus: Corpus;
test.beforeAll(async () => {
  corpus = await hostileStore();
});

for (const policy of [true, false]) {
  const name = policy ? "nothing tries to, under the policy" : "nothing runs without the policy";
  test(`hostile words in every field: ${name}`, async ({ browser }) => {
    test.slow(); // some forty pages
    const page = await watched(browser, policy);
    const dialogs: string[] = [];
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    for (const path of corpus.pages) {
      const reply = await page.goto(shop(corpus.store.slug) + path, { waitUntil: "load" });
      await page.waitForTimeout(150); // for what would run a moment later
      expect(reply?.status(), path).not.toBe(418);
      expect(reply?.status(), path).toBeLessThan(500);
      const dangerous = await page.evaluate(
        () =>
          [...document.querySelectorAll("*")].filter((element) =>
            [...element.attributes].some(
              ({ name, value }) =>
                /^on/i.test(name) ||
                (/^(?:href|src|srcset|action|formaction|data|xlink:href)$/i.test(name) &&
                  /^\s*(?:java\s*script|data:text)/i.test(value)),
            ),
          ).length + document.querySelectorAll("iframe,object,embed,base").length,
      );
      expect(dangerous, path).toBe(0);
      expect(await findings(page), path).toEqual(QUIET);
    }
    // Into the bag: names travel through the drawer, the bag and the till.
    await page.goto(`${shop(corpus.store.slug)}/products/${corpus.products[0]?.slug}`);
    await page.getByRole("button", { name: "Add to bag" }).first().click();
    await expect(page.getByRole("dialog", { name: /your bag/i })).toBeVisible();
    for (const path of ["/cart", ...(await hostileShopper(page, corpus.store.slug))]) {
      await page.goto(shop(corpus.store.slug) + path, { waitUntil: "networkidle" });
      expect(await findings(page), path).toEqual(QUIET);
    }
    expect(dialogs).toEqual([]);

    // Planted: the oracle sees what it is there to see.
    await plant(page);
    await expect.poll(async () => (await findings(page)).ran).toBe(policy ? 0 : 1);
    await expect.poll(async () => (await findings(page)).violations.length > 0).toBe(policy);
    await page.context().close();
  });
}

test("machines read exactly what the merchant wrote", async ({ page }) => {
  for (const { slug, title } of corpus.products) {
    const address = `${shop(corpus.store.slug)}/products/${slug}`;
    await page.goto(address);
    const read = await page.evaluate(() => {
      const of = (selector: string, attribute: string) =>
        document.querySelector(selector)?.getAttribute(attribute) ?? null;
      return {
        data: [...document.querySelectorAll('script[type="application/ld+json"]')].map((script) =>
          JSON.parse(script.textContent ?? ""),
        ),
        canonical: of('link[rel="canonical"]', "href"),
        title: of('meta[property="og:title"]', "content"),
        type: of('meta[property="og:type"]', "content"),
        url: of('meta[property="og:url"]', "content"),
      };
    });
    const words = (text: unknown) => String(text).trim().replace(/\s+/g, " ");
    const plain = words(title);
    const product = read.data.find((item) =>
      ["Product", "ProductGroup"].includes(item["@type"]),
    ) as Record<string, unknown>;
    expect(words(product.name)).toBe(plain);
    expect(read.canonical).toBe(address);
    expect(read.url).toBe(address);
    expect(words(read.title)).toContain(plain);
  }
});

test("sitemap and robots are well-formed and complete", async ({ page }) => {
  const { slug } = corpus.store;
  const robots = await view(slug, "/robots.txt");
  expect(robots.headers["content-type"]).toContain("text/plain");
  const place = /^Sitemap: (\S+)$/m.exec(robots.body)?.[1];
  expect(place).toBe(`${shop(slug)}/sitemap.xml`);
  const sitemap = await view(slug, "/sitemap.xml");
  expect(sitemap.headers["content-type"]).toContain("application/xml");
  await page.goto(`${shop(slug)}/cart`);
  const found = await page.evaluate((xml) => {
    const read = new DOMParser().parseFromString(xml, "application/xml");
    return {
      broken: read.querySelector("parsererror")?.textContent ?? null,
      addresses: [...read.querySelectorAll("url > loc")].map((loc) => loc.textContent ?? ""),
    };
  }, sitemap.body);
  expect(found.broken).toBeNull();
  for (const product of corpus.products) {
    expect(found.addresses).toContain(`${shop(slug)}/products/${product.slug}`);
  }
  for (const address of found.addresses) {
    const { pathname } = new URL(address);
    expect((await view(slug, pathname)).status, address).toBe(200);
  }
});

test("a shop reached by ?store= is not for search engines; its own address is", async () => {
  const port = process.env.STOREFRONT_PORT ?? "3001";
  const noindex = (body: string) => /<meta name="robots" content="[^"]*noindex/.test(body);
  for (const path of ["/", "/products", "/products/heron-gooseneck-kettle"]) {
    expect(noindex((await view("demo", path)).body), path).toBe(false);
  }
  for (const path of ["/cart", "/checkout", "/nothing-here", "/products?search=kettle"]) {
    expect(noindex((await view("demo", path)).body), path).toBe(true);
  }
  for (const path of ["/", "/products", "/products/heron-gooseneck-kettle"]) {
    const seen = await ask(`localhost:${port}`, `${path}?store=demo`);
    expect(seen.status).toBe(200);
    const said = noindex(seen.body) || /noindex/.test(seen.headers["x-robots-tag"] ?? "");
    expect(said, `${path}?store=demo`).toBe(true);
  }
});
