/** A merchant's blog: written, linked, shown to readers, scheduled, hidden again. */
import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { api, shop } from "../support";
import { desk } from "./desk";

const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

test("a post is written, read in the shop, put off and hidden", async ({ browser }) => {
  const { page, store, at, product, close } = await desk(browser);
  const mug = await product({ title: "Trail Mug" });
  const open = `${api}/api/v1/public/stores/${store.slug}`;

  await page.goto(at("/blog"));
  await expect(page.getByText("No posts yet")).toBeVisible();
  await axe(page);
  await page.getByRole("button", { name: "Categories" }).click();
  await page.getByLabel("New category").fill("Guides");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByLabel("Name of a category")).toHaveValue("Guides");
  await axe(page);
  await page.keyboard.press("Escape");

  await page.getByRole("link", { name: "New post" }).first().click();
  await page.getByLabel("Title", { exact: true }).first().fill("Tea on the trail");
  await page.getByRole("textbox", { name: "Text" }).fill("Pack a Trail Mug and boil water.");
  await page.getByLabel("Author").fill("Ada");
  await page.getByRole("combobox", { name: "Category" }).click();
  await page.getByRole("option", { name: "Guides" }).click();
  await page
    .getByLabel("Choose a picture")
    .setInputFiles({ name: "trail.png", mimeType: "image/png", buffer: PIXEL });
  await page.getByLabel("What the picture shows").fill("A mug on a stone");
  await page.getByRole("switch", { name: "Published" }).click();
  await axe(page);
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page).toHaveURL(/\/blog\/[0-9a-f-]{36}$/);
  await expect(page.getByRole("heading", { level: 1, name: /Tea on the trail/ })).toBeVisible();

  // What the text names and does not link is one press away.
  await page.getByRole("button", { name: "Link Trail Mug" }).click();
  await page.keyboard.press("ControlOrMeta+s");
  await expect(
    page.getByText("Everything of your shop that the text names is linked."),
  ).toBeVisible();
  await axe(page);

  const reader = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
  await reader.goto(`${shop(store.slug)}/blog`);
  await reader.getByRole("link", { name: "Tea on the trail" }).click();
  await expect(reader).toHaveURL(/\/blog\/tea-on-the-trail$/);
  await expect(reader.getByRole("heading", { level: 1, name: "Tea on the trail" })).toBeVisible();
  await expect(reader.getByText("By Ada")).toBeVisible();
  await expect(reader.getByAltText("A mug on a stone")).toBeVisible();
  await expect(reader.getByRole("link", { name: "Trail Mug" }).first()).toHaveAttribute(
    "href",
    new RegExp(`/products/${mug.slug}`),
  );
  await expect(reader.getByRole("heading", { name: "In this post" })).toBeVisible();
  const said = await reader.locator('script[type="application/ld+json"]').allTextContents();
  const article = said.map((one) => JSON.parse(one)).find((one) => one["@type"] === "BlogPosting");
  expect(article).toMatchObject({ headline: "Tea on the trail", author: { name: "Ada" } });
  await axe(reader);

  // Put off until next year: gone from the shop, and the list says so.
  const year = new Date().getFullYear() + 1;
  await page.getByLabel("Publish on").fill(`${year}-03-01T09:00`);
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page.getByText(/Appears on .*\(.+\)/)).toBeVisible();
  await page.goto(at("/blog"));
  const views = page.getByRole("navigation", { name: "Views of posts" });
  await views.getByRole("button", { name: "Published" }).click();
  await expect(page.getByText("No post here")).toBeVisible();
  await views.getByRole("button", { name: "Scheduled" }).click();
  await expect(page.getByRole("link", { name: /Tea on the trail/ })).toBeVisible();
  expect((await fetch(`${open}/blog/tea-on-the-trail`)).status).toBe(404);

  // Published at once by an empty moment, then hidden: readers find nothing any more.
  await page.getByRole("link", { name: /Tea on the trail/ }).click();
  await page.getByLabel("Publish on").fill("");
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page.getByRole("link", { name: "See the post" })).toBeVisible();
  expect((await fetch(`${open}/blog/tea-on-the-trail`)).status).toBe(200);
  await page.getByRole("switch", { name: "Published" }).click();
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page.getByRole("link", { name: "See the post" })).toBeHidden();
  await expect
    .poll(async () => (await reader.goto(`${shop(store.slug)}/blog/tea-on-the-trail`))?.status())
    .toBe(404);
  await reader.context().close();
  await close();
});
