/** What the shop counts, and what a browser's owner has to say to it. */
import { readFileSync } from "node:fs";
import { type Browser, type BrowserContextOptions, expect, type Page } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { shop } from "../support";
import { type Merchant, merchant, type Thing } from "./merchant";

/** A person's browser: one that says it is driven is neither asked nor counted. */
const PERSON = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36";

async function person(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    userAgent: PERSON,
    reducedMotion: "reduce",
    ...options,
  });
  await context.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, "webdriver", { get: () => false });
  });
  return context.newPage();
}

interface Said {
  granted: boolean;
  visitor: string | null;
  text_version: string;
  locale: string;
}

const logOf = (owner: Merchant, store: Thing) =>
  owner.call("GET", `/stores/${store.id}/analytics/consents`) as Promise<Said[]>;

async function counted(owner: Merchant, store: Thing): Promise<Record<string, number>> {
  const report = (await owner.call(
    "GET",
    `/stores/${store.id}/analytics/revenue?range=7d&payments=test`,
  )) as { funnel: { step: string; value: number }[] };
  return Object.fromEntries(report.funnel.map(({ step, value }) => [step, value]));
}

/** What this browser carries of ours. */
const carried = async (page: Page) => ({
  cookies: (await page.context().cookies()).map(({ name }) => name),
  kept: await page.evaluate(() =>
    Object.keys(localStorage).filter((key) => !key.startsWith("seen-")),
  ),
});

const banner = (page: Page) => page.getByRole("region", { name: /May we tell your visits apart/ });

type Told = { visitor?: { id: string }; events: { kind: string }[] };

/** What the page's beacons say from now on. */
async function beacons(page: Page): Promise<Told[]> {
  const said: Told[] = [];
  await page.context().exposeFunction("__told", (text: string) => said.push(JSON.parse(text)));
  await page.context().addInitScript(() => {
    const send = navigator.sendBeacon.bind(navigator);
    navigator.sendBeacon = (address, body) => {
      void (body as Blob)
        .text()
        .then((text) => (window as never as { __told: (text: string) => void }).__told(text));
      return send(address, body);
    };
  });
  return said;
}

test("nothing is kept before an answer; agreed, seen, taken back", async ({ browser }) => {
  const owner = await merchant();
  const store = await owner.store();
  await owner.product(store, { title: "Trail Mug", stock: 5 });
  const page = await person(browser);
  const said = await beacons(page);
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { __shifts: shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        shifts.push((entry as never as { value: number }).value);
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(`${shop(store.slug)}/products/trail-mug`);
  await expect(banner(page)).toBeVisible();
  await expect
    .poll(() => said.flatMap(({ events }) => events.map(({ kind }) => kind)).sort())
    .toEqual(["page_view", "product_view"]);
  expect(said.every(({ visitor }) => visitor === undefined)).toBe(true);
  expect(await carried(page)).toEqual({ cookies: [], kept: [] });
  const shifts = await page.evaluate(() => (window as never as { __shifts: number[] }).__shifts);
  expect(shifts.reduce((sum, value) => sum + value, 0)).toBeLessThan(0.02);
  await axe(page, "asked");
  await expect.poll(async () => (await counted(owner, store)).product_views).toBe(1);
  expect((await counted(owner, store)).visits).toBe(1);

  // Both answers weigh the same.
  const styles = await Promise.all(
    ["Agree", "Decline"].map((name) =>
      page
        .getByRole("button", { name, exact: true })
        .evaluate((button) => getComputedStyle(button).backgroundColor),
    ),
  );
  expect(styles[0]).toBe(styles[1]);
  await page.getByRole("button", { name: "Agree", exact: true }).click();
  await expect(banner(page)).toHaveCount(0);
  await expect.poll(async () => (await logOf(owner, store)).length).toBe(1);
  const [agreed] = await logOf(owner, store);
  expect(agreed).toMatchObject({
    granted: true,
    locale: expect.stringMatching(/^en/),
    text_version: "1",
  });
  said.length = 0;
  await page.goto(`${shop(store.slug)}/products`);
  await expect.poll(() => said.length).toBeGreaterThan(0);
  expect(said[0]?.visitor?.id).toBe(agreed?.visitor);

  // From the foot of the page: what is kept, as a file, and back.
  const choices = page.getByRole("button", { name: "Privacy choices" });
  await choices.click();
  await expect(banner(page)).toBeFocused();
  await expect(page.getByText(/^You agreed on/)).toBeVisible();
  await axe(page, "opened again");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save what is kept" }).click();
  const kept = JSON.parse(readFileSync(await (await download).path(), "utf8"));
  expect(kept.visitor).toBe(agreed?.visitor);
  expect(kept.events.length).toBeGreaterThan(0);
  expect(kept.consents.length).toBe(1);
  await page.getByRole("button", { name: "Take it back" }).click();
  await expect(page.getByText(/^Taken back\./)).toBeVisible();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await expect(choices).toBeFocused();
  const log = await logOf(owner, store);
  expect(log.map(({ granted, visitor }) => [granted, visitor])).toEqual([
    [false, null],
    [true, null],
  ]);
  said.length = 0;
  await page.reload();
  await expect.poll(() => said.length).toBeGreaterThan(0);
  expect(said.every(({ visitor }) => visitor === undefined)).toBe(true);
  await expect(banner(page)).toHaveCount(0);
  await page.context().close();
});

test("declined once, by keyboard on a phone, and not asked again", async ({ browser }) => {
  const owner = await merchant();
  const store = await owner.store({ locale: "de" });
  await owner.product(store, { title: "Becher", stock: 5 });
  const page = await person(browser, { viewport: { width: 390, height: 844 } });
  await page.goto(shop(store.slug));
  const asked = page.getByRole("region", { name: /Dürfen wir Ihre Besuche/ });
  await expect(asked).toBeVisible();
  await axe(page, "asked in German, on a phone");
  const refuse = page.getByRole("button", { name: "Ablehnen", exact: true });
  await refuse.focus();
  await page.keyboard.press("Enter");
  await expect(asked).toHaveCount(0);
  await expect.poll(async () => (await logOf(owner, store)).length).toBe(1);
  expect((await logOf(owner, store))[0]).toMatchObject({
    granted: false,
    visitor: null,
    locale: expect.stringMatching(/^de/),
  });
  await page.goto(`${shop(store.slug)}/products`);
  await expect(page.getByRole("link", { name: "Becher" }).first()).toBeVisible();
  await expect(asked).toHaveCount(0);
  expect((await carried(page)).kept).toEqual([`consent-${store.slug}`]);
  await page.context().close();
});

test("whoever asks not to be followed is not asked", async ({ browser }) => {
  const owner = await merchant();
  const store = await owner.store();
  const page = await person(browser);
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true });
  });
  const said = await beacons(page);
  await page.goto(shop(store.slug));
  await expect.poll(() => said.length).toBeGreaterThan(0);
  await expect(banner(page)).toHaveCount(0);
  await page.getByRole("button", { name: "Privacy choices" }).click();
  await expect(page.getByText(/Your browser asks not to be followed/)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(banner(page)).toHaveCount(0);
  await page.context().close();
});
