/** A merchant speaks another language, moves the catalogue as a file, and orders the tree. */
import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { api } from "../support";
import { desk } from "./desk";

/** One red pixel as a PNG. */
const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

test("a language is added, translated, published", async ({ browser }) => {
  const { page, store, at, product, close } = await desk(browser);
  const mug = await product({
    options: [{ name: "Colour", values: ["Red", "Blue"] }],
  });
  const told = async () => {
    const address = `${api}/api/v1/public/stores/${store.slug}/products/${mug.slug}?locale=de`;
    const reply = await fetch(address);
    return { status: reply.status, data: (await reply.json()).data };
  };

  await page.goto(at("/translations"));
  await page.getByRole("button", { name: "Add language" }).click();
  await page.getByRole("combobox", { name: "Language" }).click();
  await page.keyboard.type("German");
  await page.getByRole("option", { name: "German", exact: true }).click();
  await axe(page);
  await page.getByRole("dialog").getByRole("button", { name: "Add language" }).click();
  await expect(page.getByText("0 of 1 product translated")).toBeVisible();
  await axe(page);

  await page.getByRole("button", { name: /^Trail Mug/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Title", { exact: true }).fill("Wanderbecher");
  await axe(page);
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 of 1 product translated")).toBeVisible();

  await page.getByRole("button", { name: "Options", exact: true }).click();
  await page.getByRole("textbox", { name: "Translation of Red" }).fill("Rot");
  await page.keyboard.press("Tab");
  await expect(page.getByText("Red is saved")).toBeVisible();
  await axe(page);

  expect((await told()).status).toBe(422);
  await page.getByRole("switch", { name: "Publish German" }).click();
  await expect(page.getByText("German is published")).toBeVisible();
  const shown = await told();
  expect(shown.data.title).toBe("Wanderbecher");
  expect(shown.data.options[0].values).toEqual(["Rot", "Blue"]);
  await close();
});

test("a file is looked at first, and the tree is moved by keyboard", async ({ browser }) => {
  const { page, at, call, store, close } = await desk(browser);

  await page.goto(at("/files"));
  await page.getByRole("button", { name: "Import CSV: Categories" }).click();
  const choose = (text: string) =>
    page.getByLabel("CSV file").setInputFiles({
      name: "categories.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(text),
    });
  await choose("name,slug,parent\nTea,tea,nowhere\n");
  await expect(page.getByRole("listitem").filter({ hasText: "Line 2" })).toContainText("parent");
  await axe(page);
  await choose("name,slug,parent\nTea,tea,\nGreen,green,tea\nCoffee,coffee,\n");
  await page.getByRole("button", { name: "Apply 3 changes" }).click();
  await expect(page.getByText("3 changes applied")).toBeVisible();
  await axe(page);

  await page.goto(at("/categories"));
  await expect(page.getByRole("button", { name: /^Move / })).toHaveCount(3);
  await axe(page);
  await page.getByRole("button", { name: "Move Green" }).press("Enter");
  await page.getByRole("menuitem", { name: "Out of the one it is in" }).press("Enter");
  await expect(page.getByText("Green is moved")).toBeVisible();
  type Category = { name: string; parent_id: string | null };
  const all = await call<Category[]>("GET", `/v1/stores/${store.id}/categories`);
  expect(all.find((one) => one.name === "Green")?.parent_id).toBeNull();
  await close();
});

test("a price in another currency is automatic, fixed by hand, taken back", async ({ browser }) => {
  const { page, store, at, call, product, close } = await desk(browser);
  const francs = { currency: "CHF", manual_ppm: 950_000, step: 5 };
  await call("POST", `/v1/stores/${store.id}/currencies`, francs);
  const mug = await product({ price: { amount: 2499, currency: "EUR" } });
  const shown = async (): Promise<number> => {
    const address = `${api}/api/v1/public/stores/${store.slug}/products/${mug.slug}?currency=CHF`;
    return (await (await fetch(address)).json()).data.variants[0].price.amount;
  };

  await page.goto(at(`/products/${mug.id}`));
  const price = page.getByLabel("Price in CHF", { exact: true });
  await expect(price).toHaveValue("");
  await expect(price).toHaveAttribute("placeholder", "23.75");
  await expect(page.getByText("Automatic: CHF\u00a023.75")).toBeVisible();
  await expect(page.getByText("1 EUR = 0.95 CHF. Prices end: On 5 minor units")).toBeVisible();
  await axe(page);

  await price.fill("22");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await expect(page.getByText("Set by hand. Automatic would be CHF\u00a023.75.")).toBeVisible();
  await expect.poll(shown).toBe(2200);

  await page.getByRole("button", { name: "Make automatic: price in CHF" }).press("Enter");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Automatic: CHF\u00a023.75")).toBeVisible();
  await expect.poll(shown).toBe(2375);
  await close();
});

test("a product that is there becomes a bundle, and a category gets its picture", async ({
  browser,
}) => {
  const { page, store, at, call, product, close } = await desk(browser);
  const tea = await product({ title: "Green tea", stock: 6 });
  const set = await product({ title: "Tea set", price: { amount: 1990, currency: "EUR" } });

  await page.goto(at(`/products/${set.id}`));
  await page.getByRole("link", { name: "Make a bundle" }).click();
  await expect(page.getByRole("radio", { name: "A product that is there" })).toBeChecked();
  await expect(page.getByLabel("Price", { exact: true })).toHaveValue("19.90");
  await page.getByRole("combobox", { name: "Add a product" }).click();
  await page.getByRole("option", { name: "Green tea" }).click();
  await page.getByLabel("Units of Green tea").fill("2");
  await axe(page);
  await page.keyboard.press("Control+s");
  await expect(page.getByRole("heading", { name: "Tea set" })).toBeVisible();
  type Bundle = { product_id: string; available: number; status: string };
  const [bundle] = await call<Bundle[]>("GET", `/v1/stores/${store.id}/upsells/bundles`);
  expect(bundle).toMatchObject({ product_id: set.id, available: 3, status: "active" });
  expect(tea.id).not.toBe(set.id);

  await page.goto(at("/categories"));
  await page.getByRole("button", { name: "New category" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill("Kettles");
  await page
    .getByLabel("Choose a picture")
    .first()
    .setInputFiles({
      name: "kettle.png",
      mimeType: "image/png",
      buffer: Buffer.from(PIXEL, "base64"),
    });
  await expect(page.getByRole("button", { name: "Remove the picture" })).toBeVisible();
  await axe(page);
  await page.getByRole("button", { name: "Save category" }).click();
  await expect(page.getByText("Kettles is saved")).toBeVisible();
  type Category = { name: string; image: { width: number } | null };
  const [kettles] = await call<Category[]>("GET", `/v1/stores/${store.id}/categories`);
  expect(kettles?.image?.width).toBe(1);
  await close();
});
