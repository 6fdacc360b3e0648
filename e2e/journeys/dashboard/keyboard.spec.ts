/** From the first visit to a shipped order without a mouse; every stop can be seen. */
import { expect, type Locator, type Page } from "@playwright/test";
import { test } from "../platform";
import { dashboard, password, unique } from "../support";
import { sell, type Thing } from "./desk";

/** Presses Tab until the thing has the focus; fails where the keyboard does not get there. */
async function reach(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 120; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      const seen = await target.evaluate((element) => {
        const looks = getComputedStyle(element);
        const around = element.parentElement ? getComputedStyle(element.parentElement) : looks;
        const after = getComputedStyle(element, "::after");
        return [looks, around, after].some(
          (style) => style.outlineStyle !== "none" || style.boxShadow !== "none",
        );
      });
      expect(seen, `focus can be seen on ${target}`).toBe(true);
      return;
    }
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not reach ${target}`);
}

async function press(page: Page, target: Locator, key = "Enter"): Promise<void> {
  await reach(page, target);
  await page.keyboard.press(key);
}

async function type(page: Page, target: Locator, text: string): Promise<void> {
  await reach(page, target);
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(text);
}

test("register, store, product, publish, ship: by keyboard alone", async ({ page }) => {
  await page.goto(`${dashboard}/register`);
  await type(page, page.getByLabel("Your name"), "Kay Board");
  await type(page, page.getByLabel("E-mail"), `${unique("keys")}@example.com`);
  await type(page, page.getByLabel("Password", { exact: true }), password);
  await press(page, page.getByRole("button", { name: "Create account" }));
  await page.waitForURL(/\/stores\/new/);

  const name = unique("Keys");
  await type(page, page.getByLabel("Name", { exact: true }), name);
  await press(page, page.getByRole("button", { name: "Create store" }));
  await expect(page.getByRole("heading", { name: `${name} is ready` })).toBeVisible();
  const id = new URL(page.url()).searchParams.get("created") ?? "";

  await press(page, page.getByRole("link", { name: "Write a product" }));
  await page.waitForURL(/\/products\/new/);
  await type(page, page.getByLabel("Title", { exact: true }).first(), "Key Ring");
  await type(page, page.getByLabel(/^Price/), "12.50");
  await type(page, page.getByLabel("Stock", { exact: true }), "5");
  const status = page.getByRole("combobox", { name: "Status" });
  await press(page, status, "Space");
  // A list that is still opening hears no letters: a person sees it before they type.
  await expect(page.getByRole("option", { name: "Draft" })).toBeFocused();
  await page.keyboard.type("Act");
  await expect(page.getByRole("option", { name: "Active" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(status).toHaveText(/Active/);
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page.getByRole("heading", { level: 1, name: "Key Ring" })).toBeVisible();

  const product = page.url().split("/").at(-1);
  const read = async (path: string) =>
    (await (await page.request.get(`${dashboard}/api/v1/stores/${id}${path}`)).json()).data;
  const made: Thing & { status: string } = await read(`/products/${product}`);
  expect(made.status).toBe("active");
  await sell(await read(""), made, `${unique("keys-shopper")}@example.com`, {
    country: "GB",
    postal_code: "SW1A 1AA",
    city: "London",
  });

  // Two keys lead to the orders, the palette to one of them.
  await page.locator("#content").focus();
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await page.waitForURL(/\/orders$/);
  await expect(page.getByRole("link", { name: "1001" })).toBeVisible();
  const opener = page.getByRole("button", { name: /Search or jump/ });
  await press(page, opener);
  await page.keyboard.type("1001");
  await expect(page.getByRole("option", { name: /1001/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(opener).toBeFocused();
  await press(page, page.getByRole("link", { name: "1001" }));
  await expect(page.getByRole("heading", { name: "Order 1001" })).toBeVisible();

  const cancel = page.getByRole("button", { name: "Cancel order" });
  await press(page, cancel);
  await press(page, page.getByRole("button", { name: "Keep the order" }));
  await expect(cancel).toBeFocused();
  await press(page, page.getByRole("button", { name: "Add tracking" }));
  await type(page, page.getByLabel("Carrier"), "DHL");
  await type(page, page.getByLabel("Tracking number"), "JD0002");
  await press(page, page.getByRole("button", { name: /^Ship 1/ }));
  await expect(page.getByText("JD0002").first()).toBeVisible();
  await expect.poll(async () => (await read("/orders"))[0].fulfilment_status).toBe("fulfilled");
});
