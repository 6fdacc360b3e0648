/** A shopper shows what is wrong with a thing; the merchant sees it, and nobody else does. */
import { expect, type Page } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { dashboard, shop } from "../support";
import { desk, sell } from "./desk";

/** One red pixel as a PNG. */
const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

/** A picture came and has pixels; it is read once it is near. */
async function drawn(page: Page, name: string): Promise<void> {
  const picture = page.getByRole("img", { name });
  await picture.scrollIntoViewIfNeeded();
  await expect
    .poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBe(1);
}

test("pictures of a return go to the shop alone", async ({ browser, request }) => {
  const at = await desk(browser);
  const mug = await at.product();
  const order = await sell(at.store, mug, "photos@example.com");
  const parcel = { carrier: "DHL", tracking_number: "1" };
  await at.call("POST", `/v1/stores/${at.store.id}/orders/${order.id}/fulfillments`, parcel);

  const visitor = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await visitor.newPage();
  await page.goto(`${shop(at.store.slug)}/orders/${order.id}?token=${order.token}`);
  await page.getByRole("button", { name: "Send something back" }).click();
  await page.getByLabel(/^Trail Mug.*how many/).fill("1");
  await page.getByRole("button", { name: "Ask for this return" }).click();
  const file = (name: string, mimeType: string) => ({
    name,
    mimeType,
    buffer: Buffer.from(PIXEL, "base64"),
  });
  await page.getByLabel("Add pictures").setInputFiles([file("notes.txt", "text/plain")]);
  await expect(page.getByText(/^notes.txt is not a JPEG/)).toBeVisible();
  await page.getByLabel("Add pictures").setInputFiles([file("crack.png", "image/png")]);
  await expect(page.getByText("Up to 4. Only the shop sees them.")).toBeVisible();
  await drawn(page, "Picture 1");
  await axe(page, "pictures of a return", { inside: ".return-photos" });

  const address = await page.getByRole("img", { name: "Picture 1" }).getAttribute("src");
  const status = (at: string) => page.evaluate(async (url) => (await fetch(url)).status, at);
  expect(await status(String(address))).toBe(200);
  expect(await status(String(address).replace(/token=[^&]*/, "token=guess"))).toBe(404);

  type Row = { id: string };
  const [back] = await at.call<Row[]>("GET", `/v1/stores/${at.store.id}/returns`);
  await at.page.goto(at.at(`/returns/${back?.id}`));
  await expect(at.page.getByRole("region", { name: "Pictures from the customer" })).toBeVisible();
  await drawn(at.page, "Picture 1");
  await axe(at.page, "the return", { inside: "main" });
  const mine = await at.page.getByRole("img", { name: "Picture 1" }).getAttribute("src");
  expect((await request.get(`${dashboard}${mine}`)).status()).toBe(401);

  await page.getByRole("button", { name: "Remove picture 1" }).click();
  await expect(page.getByRole("img", { name: "Picture 1" })).toHaveCount(0);
  await at.page.reload();
  await expect(at.page.getByRole("heading", { name: /^Return 1001-R1/ })).toBeVisible();
  await expect(at.page.getByRole("region", { name: "Pictures from the customer" })).toHaveCount(0);
  await visitor.close();
  await at.close();
});
