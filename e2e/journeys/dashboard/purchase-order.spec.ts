/** A supplier takes an order and its answer is lost: nothing is bought twice, and a person sees why. */
import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { unique } from "../support";
import { desk } from "./desk";
import { connect, mapped, purchaseIn, sellAtHome, silent } from "./sourced";

test("a supplier's answer is lost: unknown, looked up, placed, and bought once", async ({
  browser,
}) => {
  test.setTimeout(900_000);
  const shop = await desk(browser, {}, { currency: "USD", country: "US" });
  const { page, at, store } = shop;

  await page.goto(at("/purchase-orders"));
  await expect(page.getByText("Nothing to buy yet")).toBeVisible();
  await axe(page);

  const supplier = await connect(shop, store);
  const kettle = await mapped(shop, store, supplier);
  await silent(supplier);
  await sellAtHome(store, kettle, `${unique("buyer")}@example.com`);
  const lost = await purchaseIn(shop, store, "unknown");

  // The overview names it, and leads to it.
  await page.goto(at(""));
  await page.getByRole("link", { name: `PO-${lost.number} is unknown` }).click();
  await expect(page.getByRole("heading", { name: `PO-${lost.number}` })).toBeVisible();
  await expect(
    page.getByText("We do not know yet whether Harbour Trading took this order"),
  ).toBeVisible();
  await expect(page.getByText("so you cannot buy it twice")).toBeVisible();
  await expect(page.getByRole("button", { name: "Place again" })).toBeDisabled();
  await expect(page.getByRole("button", { name: "Switch supplier" })).toBeDisabled();
  await axe(page, "an unknown purchase order");

  // A number of nobody's is checked and not believed.
  await page.getByRole("button", { name: "Enter their number" }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("button", { name: "Check this number" }).click();
  await expect(form.getByText("Type the number as it stands there.")).toBeVisible();
  await form.getByLabel("Number at Harbour Trading").fill("SO-0000000");
  await axe(page, "a number to be checked");
  await form.getByRole("button", { name: "Check this number" }).click();
  await expect(page.getByText("The supplier knows no such number")).toBeVisible({
    timeout: 120_000,
  });
  await expect(page.getByText("Unknown", { exact: true }).first()).toBeVisible();

  // The supplier answers again; a look-up finds the order that it took.
  await supplier.ask("DELETE", "/panel/faults");
  await page.getByRole("button", { name: "Look it up now" }).first().click();
  await expect(page.getByText("Harbour Trading has it, and it is paid")).toBeVisible({
    timeout: 120_000,
  });
  await expect(page.getByText(/they have it, as/)).toBeVisible();
  await axe(page, "a placed purchase order");
  const { references } = await supplier.ask<{ references: Record<string, number> }>(
    "GET",
    "/panel",
  );
  expect(Object.values(references)).toEqual([1]);

  // The order says what its item was bought with, and what was earned.
  await page.getByRole("link", { name: /^order \d/ }).click();
  const main = page.getByRole("main");
  await expect(main.getByRole("heading", { name: "Sourcing" })).toBeVisible();
  await expect(page.getByRole("link", { name: `PO-${lost.number}` })).toBeVisible();
  await expect(main.getByRole("heading", { name: "True profit" })).toBeVisible();
  await axe(page, "an order that was bought");

  // The list knows where it stands; its views are addresses.
  await page.goto(at("/purchase-orders?view=placed"));
  await expect(page.getByRole("row", { name: new RegExp(`PO-${lost.number}`) })).toContainText(
    "Placed and paid",
  );
  await page.getByRole("button", { name: "Unknown" }).click();
  await expect(page.getByText("Nothing is unknown")).toBeVisible();
  expect(page.url()).toContain("view=unknown");
  await shop.close();
});
