/**
 * Every page of the shop, as its folders name them, in German on a phone and in English on a desk:
 * axe finds nothing in light and dark, and nothing sticks out sideways. Each run looks at a part of
 * them, drawn anew; `make e2e-all` looks at all.
 */
import path from "node:path";
import { type BrowserContext, expect, type Page } from "@playwright/test";
import { axe, fits, routesBelow } from "../looking";
import { test } from "../platform";
import { part } from "../sampling";
import { shop, unique } from "../support";
import { merchant } from "./merchant";
import { posted } from "./view";

const app = path.join(import.meta.dirname, "../../../apps/storefront/src/app/s/[store]/[variant]");

/** Folders of all pages, e.g. `product/[slug]`. */
const FOLDERS = routesBelow(app);

/** An address for each folder; several where one folder holds several pages. */
const ADDRESSES: Record<string, readonly string[]> = {
  "": ["/"],
  "account/[view]": [
    "/login",
    "/register",
    "/forgot-password",
    "/account/reset?token=x",
    "/account/verify?token=x",
    "/account",
    "/account/orders",
    "/account/orders/01990000-0000-7000-8000-000000000001",
    "/account/wishlist",
    "/account/addresses",
    "/account/settings",
    "/cart/recover?token=x",
    "/unsubscribe?token=x",
  ],
  cart: ["/cart"],
  categories: ["/categories"],
  "category/[slug]/[view]": ["/categories/becher"],
  checkout: ["/checkout"],
  "checkout/cancelled": ["/checkout/cancelled"],
  // `moved`: the shop's other host was asked already. Without it both lead there by themselves.
  "checkout/return": ["/checkout/return?checkout=x&moved=1"],
  "checkout/success": ["/checkout/success?checkout=x&moved=1"],
  "collection/[slug]/[view]": ["/collections/lange-sammlung"],
  collections: ["/collections"],
  confirm: ["/newsletter/confirm?token=x"],
  find: ["/products?search=becher"],
  "find/[slug]": ["/categories/becher?search=nichts"],
  "find/collection/[slug]": ["/collections/lange-sammlung?search=nichts"],
  "gift-card": ["/gift-card"],
  "journal/[view]": ["/blog", "/blog?category=ratgeber", "/blog?tag=tee"],
  missing: ["/nirgends"],
  "newsletter/[view]": ["/newsletter/sent", "/newsletter/over", "/newsletter/failed"],
  order: ["/orders/01990000-0000-7000-8000-000000000001?token=x"],
  "page/[slug]": ["/pages/about", "/pages/privacy"],
  pay: ["/pay?draft=01990000-0000-7000-8000-000000000001&token=x"],
  "post/[slug]": ["/blog/lange-worte"],
  "product/[slug]": ["/products/becher"],
  "shelf/[view]": ["/products"],
  track: ["/track"],
};

/** One in so many addresses is looked at in a run; where pictures are taken, all. */
const PART = process.env.LOOK ? 1 : 4;

const LONG = "Wasserkocherzubehörverpackungsverordnungsgerecht gestalteter Becher";

let slug = "";
test.beforeAll(async () => {
  const owner = await merchant();
  const store = await owner.store({ locale: "de" });
  slug = store.slug;
  const at = (room: string) => `/stores/${store.id}/${room}`;
  await owner.call("POST", at("locales"), { locale: "en" });
  await owner.call("PATCH", at("locales/en"), { published: true });
  const category = (await owner.call("POST", at("categories"), { name: "Becher" })) as {
    id: string;
  };
  const mug = await owner.product(store, {
    title: LONG,
    slug: "becher",
    stock: 2,
    category_ids: [category.id],
    description: `<p>${"Lange Worte. ".repeat(80)}</p>`,
  });
  const made = (await owner.call("POST", at("collections"), { title: "Lange Sammlung" })) as {
    id: string;
  };
  const shelf = (await owner.call("POST", at("blog/categories"), { name: "Ratgeber" })) as {
    id: string;
  };
  for (const title of ["Lange Worte", LONG]) {
    await owner.call("POST", at("blog/posts"), {
      title,
      body: `<p>${LONG} <a href="/products/becher">Becher</a></p><h2>${LONG}</h2>`,
      author: "Ada",
      category_id: shelf.id,
      tags: ["tee", LONG.slice(0, 40)],
      status: "published",
    });
  }
  expect(mug.slug).toBe("becher");
  expect(made.id).not.toBe("");
});

async function shopper(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${shop(slug)}/track`);
  const person = { email: `${unique("seite")}@example.com`, password: "eight888", name: LONG };
  expect(await posted(page, "/api/session/register", person)).toBe(201);
  return page;
}

test("no page is forgotten here", () => {
  expect(Object.keys(ADDRESSES).sort()).toEqual(FOLDERS);
});

for (const [language, size] of [
  ["", { width: 390, height: 844 }],
  ["/en", { width: 1280, height: 900 }],
] as const) {
  test(`pages drawn from all${language === "" ? " on a phone, in German" : ", wide, in English"}`, async ({
    browser,
  }) => {
    test.setTimeout(900_000);
    const context = await browser.newContext({ viewport: size, reducedMotion: "reduce" });
    const page = await shopper(context);
    const guest = await browser.newContext({ viewport: size, reducedMotion: "reduce" });
    const stranger = await guest.newPage();
    for (const address of part(Object.values(ADDRESSES).flat(), PART, `the shop's ${language}`)) {
      const seen = /^\/(?:login|register|forgot)/.test(address) ? stranger : page;
      const where = `${language}${address}`;
      await seen.emulateMedia({ colorScheme: "light" });
      await seen.goto(`${shop(slug)}${where === "/en/" ? "/en" : where}`);
      await expect(seen.locator("h1").first()).toBeVisible();
      await expect(seen.locator(".skeleton")).toHaveCount(0);
      const folder = process.env.LOOK;
      const name = where.replace(/[^\w]+/g, "-");
      if (folder) await seen.screenshot({ path: path.join(folder, `shop${name}-light.png`) });
      await axe(seen, where);
      await fits(seen, where);
      await seen.emulateMedia({ colorScheme: "dark" });
      await axe(seen, `${where}, dark`, { rules: ["color-contrast"] });
      if (folder) await seen.screenshot({ path: path.join(folder, `shop${name}-dark.png`) });
    }
    await context.close();
    await guest.close();
  });
}
