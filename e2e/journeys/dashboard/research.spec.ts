/** Best sellers are scored: one is imported, one watched, one taken back; then the rule imports by itself. */
import { expect, type Page } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { desk, type Thing } from "./desk";
import { connect } from "./sourced";

const SOLD_IN = { currency: "USD", country: "US" } as const;

interface Find {
  id: string;
  title: string;
  score: number;
  state: string;
  goods_import: { id: string; state: string } | null;
}

/** Presses "Look now" and waits until the run is over. */
async function look(page: Page) {
  await page.getByRole("button", { name: "Look now" }).first().click();
  await expect(page.getByText(/^\d+ products scored/)).toBeVisible({ timeout: 120_000 });
}

test("finds are read, imported, watched and dismissed", async ({ browser }) => {
  test.setTimeout(300_000);
  const shop = await desk(browser, {}, SOLD_IN);
  const { page, at, call, store } = shop;
  const finds = () => call<Find[]>("GET", `/v1/stores/${store.id}/research?per_page=100`);
  await page.goto(at("/watchlist"));
  await expect(page.getByText("Nothing is watched")).toBeVisible();
  await page.getByRole("link", { name: "Open research" }).last().click();
  await expect(page.getByText("Connect a supplier first")).toBeVisible();
  await axe(page, "nothing to ask");
  await connect(shop, store);
  await page.reload();
  await expect(page.getByText("Nothing found yet")).toBeVisible();
  await look(page);
  await axe(page, "finds");

  // The best one, read signal by signal.
  const [best] = await finds();
  if (!best) throw new Error("nothing was found");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: best.title });
  await expect(sheet.getByRole("heading", { name: `How ${best.score} came about` })).toBeVisible();
  await expect(sheet.getByRole("row", { name: /^Orders .*ordered so far/ })).toBeVisible();
  await expect(sheet.getByRole("row", { name: /^TikTok .*left out/ })).toBeVisible();
  await expect(sheet.getByText(/It rests on few signals/)).toBeVisible();
  await axe(page, "one find");
  await sheet.getByRole("button", { name: "Read cost and delivery" }).click();
  await expect(sheet.getByText(/how it travels has not been read/)).toBeHidden();
  await page.keyboard.press("i");
  await expect(page.getByText("On its way to import review")).toBeVisible();
  await expect(sheet.getByText("To review")).toBeVisible({ timeout: 120_000 });
  await sheet.getByRole("link", { name: "Open the import" }).click();
  await expect(page.getByText("Where it is from")).toBeVisible();
  const sold = await call<{ status: string }[]>("GET", `/v1/stores/${store.id}/products`);
  expect(sold.map(({ status }) => status)).toEqual(["draft"]);

  // What the rule did not watch is watched by hand.
  const fresh = (await finds()).find(({ state }) => state === "new");
  if (!fresh) throw new Error("the rule watched everything");
  await page.goto(at(`/research?search=${encodeURIComponent(fresh.title)}`));
  await expect(page.getByRole("row", { name: fresh.title })).toBeVisible();
  await page.getByRole("row", { name: fresh.title }).focus();
  await page.keyboard.press("w");
  await expect(page.getByText("On the watchlist", { exact: true })).toBeVisible();
  await page.goto(at("/watchlist"));
  const watched = page.getByRole("row", { name: fresh.title });
  await expect(watched.getByText("by you")).toBeVisible();
  await expect(page.getByText("by the rule").first()).toBeVisible();
  await axe(page, "watchlist");
  await watched.focus();
  await page.keyboard.press("d");
  await expect(page.getByText("Dismissed", { exact: true })).toBeVisible();
  await expect(watched).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(watched).toBeVisible();

  // An import is taken back where it was begun.
  await page.goto(at("/research?view=imported"));
  await page.getByRole("checkbox", { name: best.title }).check();
  await page.getByRole("toolbar").getByRole("button", { name: "Undo import" }).click();
  await expect(page.getByText("Import undone. Its draft is archived")).toBeVisible();
  await expect(page.getByText("Nothing here")).toBeVisible();
  await shop.close();
});

test("what is strong is imported by itself, once it is allowed", async ({ browser }) => {
  test.setTimeout(300_000);
  const shop = await desk(browser, {}, SOLD_IN);
  const { page, at, call, store } = shop;
  await connect(shop, store);
  await page.goto(at("/research"));
  await page.getByRole("button", { name: "Settings" }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("switch", { name: /^Look every day/ }).click();
  await form.getByLabel("Strong from").fill("60");
  await expect(form.getByText("A whole number from 70 to 100.")).toBeVisible();
  await expect(form.getByRole("button", { name: "Save" })).toBeDisabled();
  await form.getByLabel("Strong from").fill("75");
  await form.getByLabel("And resting on at least").fill("10");
  await form.getByRole("switch", { name: "Import strong finds by themselves" }).click();
  await form.getByLabel("Drafts a day at most").fill("2");
  await axe(page, "settings");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. It counts from the next look on.")).toBeVisible();
  await expect(page.getByText("Imports by itself from 75, up to 2 a day (0 today).")).toBeVisible();
  await look(page);
  await expect(page.getByText(/2 imported by the rule/)).toBeVisible();
  await expect(page.getByText("Imports by itself from 75, up to 2 a day (2 today).")).toBeVisible();
  const products = () => call<Thing[]>("GET", `/v1/stores/${store.id}/products?status=draft`);
  await expect.poll(async () => (await products()).length, { timeout: 120_000 }).toBe(2);
  await page.getByRole("button", { name: "Imported", exact: true }).click();
  await expect(page.getByRole("link", { name: "To review" })).toHaveCount(2, { timeout: 120_000 });
  const told = await call<{ actor: { kind: string } }[]>(
    "GET",
    `/v1/audit?action=research_item.import&store_id=${store.id}`,
  );
  expect(told.map(({ actor }) => actor.kind)).toEqual(["system", "system"]);
  await shop.close();
});
