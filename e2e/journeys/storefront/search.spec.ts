import { expect } from "@playwright/test";
import { axeInBoth } from "../looking";
import { test } from "../platform";
import { shop } from "../support";

test("a shopper finds by typing, with a slip and with the keyboard alone", async ({ page }) => {
  await page.goto(`${shop("demo")}/`);
  const field = page.getByRole("banner").locator("#search");
  await field.focus();
  await expect(field).toHaveRole("combobox");
  // "Carafe" with one letter wrong.
  await field.pressSequentially("carefe", { delay: 30 });
  const list = page.getByRole("listbox");
  await expect(list.getByRole("option").first()).toContainText("Halo Carafe");
  await expect(list.locator("img").first()).toBeVisible();
  await expect(field).toHaveAttribute("aria-expanded", "true");
  await axeInBoth(page, "results while typing");

  // Escape closes and the words stay; the arrow opens again and chooses; Enter goes there.
  await page.keyboard.press("Escape");
  await expect(list).toBeHidden();
  await expect(field).toHaveValue("carefe");
  await page.keyboard.press("ArrowDown");
  await expect(list.getByRole("option", { selected: true })).toContainText("Halo Carafe");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Halo Carafe");
});

test("a search is filtered by counts that hold, and its address says all of it", async ({
  page,
}) => {
  await page.goto(`${shop("demo")}/products?search=stel`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("stel");
  await page.goto(`${shop("demo")}/products?search=kettlle`);
  await expect(page.getByText("This is what “kettle” finds.")).toBeVisible();
  await page.goto(`${shop("demo")}/products?search=kettle`);
  const shown = page.locator(".list-main article");
  const all = await shown.count();
  expect(all).toBeGreaterThan(3);

  const rail = page.locator(".list-rail");
  const range = rail.getByRole("region", { name: "Price" }).getByRole("link").first();
  const promised = Number(await range.locator(".num").textContent());
  expect(promised).toBeLessThan(all);
  await range.click();
  await expect(page).toHaveURL(/search=kettle.*from=.*to=/);
  await expect(shown).toHaveCount(promised);
  await axeInBoth(page, "filtered search");
  await page.getByRole("link", { name: /^Remove filter .* EUR$/ }).click();
  await expect(shown).toHaveCount(all);
});

test("searching and filtering work without scripts", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${shop("demo")}/`);
  await page.locator("#search").fill("pitcer");
  await page.locator("#search").press("Enter");
  await expect(page.locator(".list-main article")).toHaveCount(1);
  await expect(page.getByRole("link", { name: "Cove Pitcher" }).first()).toBeVisible();
  await context.close();
});
