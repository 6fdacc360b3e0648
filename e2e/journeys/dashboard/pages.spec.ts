/**
 * Every page of the dashboard, as its folders name them: axe finds nothing on it, in light and dark,
 * wide and on a phone, and nothing sticks out sideways there nor on a tablet. A new page is in by
 * being there. Each run looks at a part of them, drawn anew; `make e2e-all` looks at all.
 */
import path from "node:path";
import { expect, type Page } from "@playwright/test";
import { axe, fits, routesBelow } from "../looking";
import { test } from "../platform";
import { part } from "../sampling";
import { dashboard } from "../support";
import { type World, world } from "./world";

const app = path.join(import.meta.dirname, "../../../apps/dashboard/src/app");

/** Addresses of all pages, e.g. `stores/[storeId]/orders`. */
const ROUTES = routesBelow(app);

/** Pictures are taken as wide as many desks are; what must fit is checked on a narrower one. */
const WIDE = process.env.LOOK ? 1440 : 1280;

/** Pages that send on at once have nothing of their own to look at. */
const LEADS_ON = new Set([""]);

/** One in so many pages is looked at in a run; where pictures are taken, all. */
const PART = process.env.LOOK ? 1 : 5;

/** The address of a route, its parameters filled in. Throws where the world has none for it. */
function addressOf(route: string, ids: World["ids"]): string {
  const parts = route.split("/");
  const filled = parts.map((part, index) => {
    const name = /^\[(.+)\]$/.exec(part)?.[1];
    if (name === undefined) return part;
    // Some rooms are looked at in another of the merchant's stores.
    const room = name === "storeId" ? parts[index + 1] : parts[index - 1];
    const id = ids[`${room}/${name}`] ?? ids[name];
    if (!id) throw new Error(`${route}: the world has no ${name}`);
    return id;
  });
  return `${dashboard}/${filled.join("/")}`;
}

/** Pictures of all pages, where a folder for them is named: to be looked at. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.LOOK;
  if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

const theme = (page: Page, name: "light" | "dark") =>
  page.locator("html").evaluate((root, wanted) => root.setAttribute("data-theme", wanted), name);

let shop: World;
test.beforeAll(async ({ browser }) => {
  shop = await world(browser);
});
test.afterAll(() => shop?.merchant.close());

test("pages drawn from all, in light and dark, wide and on a phone", async ({ browser }) => {
  test.setTimeout(1_200_000);
  expect(ROUTES.length).toBeGreaterThan(50);
  const { page } = shop.merchant;
  const guest = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  const all = ROUTES.filter((one) => !LEADS_ON.has(one));
  for (const route of all) addressOf(route, shop.ids); // the world has something for each of them
  for (const route of part(all, PART, "the dashboard's pages")) {
    const signedOut = /^(forgot|invite|login|register|reset|verify)$/.test(route);
    const seen = signedOut ? guest : page;
    const name = route.replace(/[^\w]+/g, "-") || "home";
    await seen.setViewportSize({ width: WIDE, height: 900 });
    await seen.goto(addressOf(route, shop.ids));
    await expect(seen.getByRole("heading").first()).toBeVisible();
    await expect(seen.locator('[aria-busy="true"]')).toHaveCount(0);
    await picture(seen, `${name}-wide-light`);
    await axe(seen, route);
    await seen.setViewportSize({ width: 390, height: 844 });
    await picture(seen, `${name}-phone-light`);
    await fits(seen, route);
    await seen.setViewportSize({ width: 768, height: 1024 });
    await fits(seen, `${route}, on a tablet`);
    await picture(seen, `${name}-tablet-light`);
    await seen.setViewportSize({ width: 390, height: 844 });
    await theme(seen, "dark");
    const rules = ["color-contrast", "target-size", "label"];
    await axe(seen, `${route}, dark, on a phone`, { rules });
    await picture(seen, `${name}-phone-dark`);
    if (process.env.LOOK) {
      await seen.setViewportSize({ width: WIDE, height: 900 });
      await picture(seen, `${name}-wide-dark`);
      await seen.setViewportSize({ width: 768, height: 1024 });
      await picture(seen, `${name}-tablet-dark`);
    }
    await theme(seen, "light");
  }
  await guest.context().close();
});
