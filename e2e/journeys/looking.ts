/** What the specs that look at every page of an application share: its pages, and how one is judged. */
import { readdirSync } from "node:fs";
import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import axeCore from "axe-core";

/** Routes of all pages below a folder of `app`, without groups, e.g. `stores/[storeId]/orders`. */
export function routesBelow(app: string): string[] {
  return readdirSync(app, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "page.tsx")
    .map((file) =>
      path
        .dirname(file)
        .split(path.sep)
        .filter((part) => part !== "." && !/^\(.*\)$/.test(part))
        .join("/"),
    )
    .sort();
}

/** What axe is to look at: all of the page by all of its rules, unless told otherwise. */
export interface Look {
  /** These rules alone. */
  rules?: string[];
  /** Rules that do not hold here. */
  spared?: string[];
  /** Only below this selector. */
  inside?: string;
  /** Not below this selector. */
  outside?: string;
}

/**
 * An axe for the page as it stands. It runs in the page itself: a page of its own for each look takes
 * longer than the look. Its half a megabyte is put there once, not twice for each look; pages with
 * frames get it the library's own way, into each of them.
 */
async function beside(page: Page): Promise<AxeBuilder> {
  const alone = page.frames().length === 1;
  if (alone && !(await page.evaluate(() => "axe" in window))) await page.evaluate(axeCore.source);
  const builder = new AxeBuilder(alone ? { page, axeSource: ";" } : { page });
  // Of what is right nobody reads the list.
  return builder.setLegacyMode(true).options({ resultTypes: ["violations"] });
}

/** Axe finds nothing, once the page is filled. */
export async function axe(
  page: Page,
  where: string = new URL(page.url()).pathname,
  look: Look = {},
): Promise<void> {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  const { violations } = await looked(page, where, async () => {
    const builder = await beside(page);
    if (look.rules) builder.withRules(look.rules);
    if (look.spared) builder.disableRules(look.spared);
    if (look.inside) builder.include(look.inside);
    if (look.outside) builder.exclude(look.outside);
    return builder.analyze();
  });
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  expect.soft(found, where).toEqual([]);
}

/** How a look ends whose page goes away under it: axe was running, or was put there to run. */
const GONE =
  /Execution context was destroyed|Cannot read properties of undefined \(reading 'run'\)/;

/** What a look finds. A page that goes away under it says where it was led. */
async function looked<T>(page: Page, where: string, look: () => Promise<T>): Promise<T> {
  const address = page.url();
  try {
    return await look();
  } catch (error) {
    if (!GONE.test(String(error))) throw error;
    await page.waitForLoadState("load");
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    throw new Error(`${where} leads away by itself, from ${address} to ${page.url()}`);
  }
}

/** Axe finds nothing, in light and in dark, where the page follows the system's wish. */
export async function axeInBoth(page: Page, where: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await axe(page, where);
  // In the dark nothing differs but the colours.
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await axe(page, `${where}, dark`, { rules: ["color-contrast"] });
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
}

/** Nothing sticks out sideways. */
export async function fits(page: Page, where: string): Promise<void> {
  // A page that was made narrower a moment ago renders its lists anew.
  await expect
    .configure({ soft: true })
    .poll(
      () =>
        page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        ),
      { message: `${where} sticks out by so many pixels`, timeout: 10_000 },
    )
    .toBeLessThanOrEqual(0);
}
