/** A shop that speaks German and English: its own words, its links, and what search engines read. */
import { expect } from "@playwright/test";
import { test } from "../platform";
import { shop, unique } from "../support";
import { type Merchant, merchant, type Thing } from "./merchant";
import { view } from "./view";

let owner: Merchant;
let store: Thing;
let mug: Thing;
test.beforeAll(async () => {
  owner = await merchant();
  store = await owner.store({ locale: "de" });
  mug = await owner.product(store, { title: "Emaillebecher", stock: 9 });
  await owner.call("POST", `/stores/${store.id}/locales`, { locale: "en" });
  await owner.call("PATCH", `/stores/${store.id}/locales/en`, { published: true });
});

test("the words of the shop follow its language, from the door to the payment", async ({
  page,
}) => {
  const base = shop(store.slug);
  await page.goto(`${base}/products/${mug.slug}`);
  await expect(page.locator("html")).toHaveAttribute("lang", "de-DE");
  await page.waitForLoadState("networkidle");
  await page.getByRole("button", { name: "In den Warenkorb" }).first().click();
  const bag = page.getByRole("dialog", { name: "Ihr Warenkorb" });
  await bag.getByRole("link", { name: "Zur Kasse" }).click();
  await page.waitForURL(`${base}/checkout`);
  await page.getByRole("button", { name: /^Jetzt kaufen/ }).click();
  await expect(page.getByText("Geben Sie Ihren Namen ein.")).toBeVisible();
  // The first wrong field is focused with the next frame: whoever types before writes into it.
  await expect(page.getByLabel("E-Mail")).toBeFocused();
  await page.getByLabel("E-Mail").fill(`${unique("leserin")}@example.com`);
  await page.getByLabel("Vor- und Nachname").fill("Sina Leserin");
  await page.getByLabel("Straße und Hausnummer").fill("Hauptstraße 1");
  await page.getByLabel("Postleitzahl").fill("01099");
  await page.getByLabel("Ort", { exact: true }).fill("Dresden");
  await page.getByRole("button", { name: /^Jetzt kaufen, [\d,]+ €$/ }).click();
  await page.waitForURL(/\/mock-pay\//);
  await page.getByRole("button", { name: /^Pay/ }).first().click();
  await page.waitForURL(/\/checkout\/success/);
  await expect(page.getByRole("heading", { name: "Vielen Dank, Sina." })).toBeVisible();
});

test("links of an English page stay English, by keyboard and by script", async ({ page }) => {
  const base = shop(store.slug);
  await page.goto(`${base}/en/products/${mug.slug}`);
  await expect(page.locator("html")).toHaveAttribute("lang", "en-DE");
  const inside = await page
    .locator('a[href^="/"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  expect(inside.length).toBeGreaterThan(5);
  expect(inside.filter((href) => !/^\/en(?:[/?#]|$)/.test(href))).toEqual([]);
  await page.waitForLoadState("networkidle");
  await page.getByRole("button", { name: "Add to bag" }).first().click();
  await page
    .getByRole("dialog", { name: "Your bag" })
    .getByRole("link", { name: "Check out" })
    .click();
  await page.waitForURL(`${base}/en/checkout`);
  await page.goto(`${base}/en/account`);
  await page.waitForURL(`${base}/en/login?next=%2Fen%2Faccount`);
  await page.getByRole("link", { name: "Open one" }).click();
  await page.waitForURL(/\/en\/register/);
});

test("a refusal of the API is said in the page's language", async ({ page }) => {
  await page.goto(`${shop(store.slug)}/login`);
  await page.getByLabel("E-Mail").fill("nobody@example.com");
  await page.getByLabel("Passwort").fill("not the password");
  await page.getByRole("button", { name: "Anmelden" }).click();
  await expect(page.getByText("E-Mail oder Passwort stimmt nicht.")).toBeVisible();
});

test("search engines are told of each language of each page", async () => {
  const sitemap = await view(store.slug, "/sitemap.xml");
  expect(sitemap.body).toContain(`/en/products/${mug.slug}</loc>`);
  expect(sitemap.body).toMatch(
    new RegExp(
      `hreflang="de" href="[^"]*[0-9]/products/${mug.slug}"/><xhtml:link[^>]*hreflang="en"`,
    ),
  );
  const page = await view(store.slug, `/en/products/${mug.slug}`);
  expect(page.body).toMatch(/<link rel="alternate" hrefLang="de"/i);
});
