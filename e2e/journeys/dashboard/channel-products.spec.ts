/** A product is published to a shop elsewhere, renamed on both sides, and seen to. */
import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { livelyShop, unique } from "../support";
import { desk } from "./desk";

const LONG = 180_000;

test("a product goes to another shop once, and what is changed there is seen first", async ({
  browser,
}) => {
  test.setTimeout(900_000);
  const shop = await desk(browser);
  const { page, at } = shop;
  const base = `/v1/stores/${shop.store.id}`;
  const title = unique("Kettle");
  const product = await shop.product({ title });
  await shop.call("POST", `${base}/sales-channels`, {
    adapter: "woocommerce",
    credentials: livelyShop.credentials,
  });

  await page.goto(at("/channels"));
  const panel = page.getByRole("region", { name: "Nordlicht & Friends" });
  await panel.getByRole("link", { name: "Publish products" }).click();
  const row = page.getByRole("row", { name: title });
  await expect(row.getByText("Not published")).toBeVisible();
  await axe(page, "not published");
  await row.getByRole("button", { name: "Publish" }).click();
  const asked = page.getByRole("alertdialog");
  await expect(asked).toContainText("There they become what they are here");
  await axe(page, "asked");
  await asked.getByRole("button", { name: "Publish" }).click();
  await expect(row.getByRole("button", { name: "Publish again" })).toBeVisible({ timeout: LONG });
  await expect(row.getByRole("link", { name: `See it there: ${title}` })).toBeVisible();
  expect(await livelyShop.titled(title)).toBe(1);

  // Renamed there and here: published again, theirs is not written over but shown.
  const theirs = `${title} of theirs`;
  await livelyShop.titled(title, theirs);
  const ours = `${title} of ours`;
  await shop.call("PATCH", `${base}/products/${product.id}`, { title: ours });
  await page.reload();
  const renamed = page.getByRole("row", { name: ours });
  await expect(renamed.getByText("Changed here since")).toBeVisible();
  await renamed.getByRole("button", { name: "Publish again" }).click();
  await asked.getByRole("button", { name: "Publish" }).click();
  await renamed.getByRole("button", { name: "See 1 change" }).click({ timeout: LONG });
  expect(await livelyShop.titled(theirs)).toBe(1);
  const dialog = page.getByRole("dialog", { name: `${ours}: changed there` });
  await expect(dialog.getByText("It was changed here, too")).toBeVisible();
  await expect(dialog.getByText(theirs)).toBeVisible();
  await axe(page, "changed there");
  await dialog.getByRole("button", { name: "Take" }).click();
  const taken = page.getByRole("row", { name: theirs });
  await expect(taken.getByRole("button", { name: "Publish again" })).toBeVisible();
  const kept = await shop.call<{ title: string }>("GET", `${base}/products/${product.id}`);
  expect(kept.title).toBe(theirs);
  await shop.close();
});
