/** The figures of a store: nothing yet, the first order, another period, the file. */
import { readFileSync } from "node:fs";
import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { api, unique } from "../support";
import { desk, sell } from "./desk";

/** A person's browser: programs are not counted. */
const PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

test("figures from the first look at a product to the file for a spreadsheet", async ({
  browser,
}) => {
  test.setTimeout(600_000);
  const shop = await desk(browser);
  const { page, at, store } = shop;
  const product = await shop.product({ title: "Trail Mug" });

  // Nothing yet is not zero.
  await page.goto(at("/analytics"));
  await expect(page.getByText("No sales in these days")).toBeVisible();
  await expect(page.getByText("No visits yet")).toBeVisible();
  await axe(page, "sales, empty");
  await page.goto(at("/analytics/products"));
  await expect(page.getByText("Nothing was looked at or sold in these days")).toBeVisible();
  await page.goto(at("/analytics/customers"));
  await expect(page.getByText("Nobody has bought yet")).toBeVisible();
  await page.goto(at("/analytics/profit"));
  await expect(page.getByText("No orders in these days")).toBeVisible();
  await axe(page, "profit, empty");

  const told = await fetch(`${api}/api/v1/public/stores/${store.slug}/events`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "User-Agent": PERSON },
    body: JSON.stringify({
      events: [
        { kind: "page_view", entry: true },
        { kind: "product_view", product_id: product.id },
      ],
    }),
  });
  expect((await told.json()).data).toEqual({ counted: 2 });
  await sell(store, product, `${unique("buyer")}@example.com`);

  // A test order is told apart by its name.
  await page.goto(at("/analytics?range=7d"));
  await expect(page.getByText("Test payments", { exact: true })).toBeVisible();
  const figure = (name: string) =>
    page.locator("dl > div", { has: page.getByText(name, { exact: true }) }).first();
  await expect(figure("Orders")).toContainText("1");
  await expect(figure("Conversion")).toContainText("100%");
  await expect(page.getByText("100% of visits").first()).toBeVisible();
  await page.getByRole("button", { name: "Show as a table" }).click();
  await expect(page.getByRole("table", { name: /Revenue by day in EUR/ })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "7 days before" })).toBeVisible();
  await axe(page, "sales as a table");

  // The period is in the address, and goes along to the other reports.
  await page.getByRole("button", { name: /Last 7 days/ }).click();
  await page.getByRole("button", { name: "Last 90 days" }).click();
  await expect(page).toHaveURL(/range=90d/);
  await page.getByRole("navigation", { name: "Reports" }).getByText("Products").click();
  await expect(page).toHaveURL(/\/analytics\/products\?.*range=90d/);
  const row = page.getByRole("row", { name: /Trail Mug/ });
  await expect(row.getByRole("cell").first()).toHaveText("1");
  await page.getByRole("button", { name: "Looked at" }).click();
  await expect(page).toHaveURL(/sort=views/);
  await expect(page.getByRole("columnheader", { name: "Looked at" })).toHaveAttribute(
    "aria-sort",
    "descending",
  );

  // Days of one's own; what is no period is said, and not asked for.
  await page.getByRole("button", { name: /Last 90 days/ }).click();
  await page.getByLabel("First day").fill("2020-01-01");
  await page.getByRole("button", { name: "Show these days" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "no period is longer" })).toBeVisible();
  const today = await page.getByLabel("Last day").inputValue();
  await page.getByLabel("First day").fill(today);
  await page.getByRole("button", { name: "Show these days" }).click();
  await expect(page).toHaveURL(new RegExp(`from=${today}&to=${today}`));
  await expect(row).toBeVisible();

  await page.getByRole("navigation", { name: "Reports" }).getByText("Customers").click();
  await expect(figure("Bought for the first time")).toContainText("1");
  await expect(page.getByRole("cell").filter({ hasText: "100%" })).toBeVisible();
  await page.getByRole("navigation", { name: "Reports" }).getByText("Profit").click();
  await expect(page.getByText("The cost of 1 line is not known")).toBeVisible();
  await expect(page.getByText("Not known", { exact: true })).toBeVisible();
  await axe(page, "profit");

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export CSV" }).click();
  const file = await (await download).path();
  const lines = readFileSync(file, "utf8").trim().split(/\r?\n/);
  expect(lines[0]).toContain("day,profit,lines_of_unknown_cost,currency");
  expect(lines.length).toBe(2);
  expect(lines[1]).toMatch(new RegExp(`^${today},[\\d.]+,1,EUR$`));
  await shop.close();
});
