import { expect, type Route } from "@playwright/test";
import { test } from "./platform";
import { addToBag, api, buy, fillCheckout, sellingStore, shop, unique } from "./support";

test("a declined card can be tried again and gives one order", async ({ page }) => {
  const { slug, product } = await sellingStore(3);
  await addToBag(page, slug, product);
  await fillCheckout(page, slug, `${unique("retry")}@example.com`);
  await buy(page);
  await page.getByRole("button", { name: /decline/i }).click();
  await expect(page.getByText(/card was declined/i)).toBeVisible();
  await page.getByRole("button", { name: /^Back to/ }).click();
  await page.waitForURL(new RegExp(`${slug}\\.localhost`));
  await buy(page);
  await page.getByRole("button", { name: /^Pay/ }).first().click();
  await page.waitForURL(/\/checkout\/success|\/orders?\//);
  await expect(page.getByText("1001").first()).toBeVisible();
});

test("nothing is bought before what it costs is known, and nobody is blamed for that", async ({
  page,
}) => {
  const { slug, product } = await sellingStore(3);
  await addToBag(page, slug, product);
  const asked: Route[] = [];
  let held = true;
  // However often the page asks: a slow typist's address is asked about more than once.
  await page.route("**/api/cart/shipping-rates*", (route) =>
    held ? void asked.push(route) : route.continue(),
  );
  await fillCheckout(page, slug, `${unique("early")}@example.com`);
  await page.getByLabel("E-mail").press("Enter");
  const button = page.getByRole("button", { name: /^Buy now/ });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(page.getByText("Choose a way to ship.")).toHaveCount(0);
  held = false;
  // Not waited for: one that the page gave up meanwhile never goes on.
  for (const route of asked) route.continue().catch(() => undefined);
  await expect(page.getByRole("radio", { name: /^Standard/ })).toBeChecked();
  await expect(page.getByText(/^The sum changed to .* meanwhile/)).toBeVisible();
  await buy(page);
});

test("a press while the sum is asked anew is not lost", async ({ page }) => {
  const { slug, product } = await sellingStore(3);
  await addToBag(page, slug, product);
  await fillCheckout(page, slug, `${unique("quick")}@example.com`);
  const button = page.getByRole("button", { name: /^Buy now/ });
  await expect(button).not.toHaveAttribute("aria-disabled", "true");
  await expect(button).toContainText("€");
  const asked: Route[] = [];
  let held = true;
  await page.route("**/api/cart/shipping-rates*", (route) =>
    held ? void asked.push(route) : route.continue(),
  );
  await page.getByLabel("Postcode").fill("01127");
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await button.click({ force: true });
  held = false;
  for (const route of asked) route.continue().catch(() => undefined);
  // The sum is the one that was on the screen: on to the payment, without another press.
  await page.waitForURL(/\/mock-pay\//);
});

test("who comes too late for the last piece is told so at checkout", async ({ browser }) => {
  const { slug, product } = await sellingStore(1);
  const first = await (await browser.newContext()).newPage();
  const second = await (await browser.newContext()).newPage();
  for (const page of [first, second]) {
    await addToBag(page, slug, product);
    await fillCheckout(page, slug, `${unique("race")}@example.com`);
  }
  await buy(first);
  const button = second.getByRole("button", { name: /^Buy now/ });
  await expect(button).not.toHaveAttribute("aria-disabled", "true");
  await button.click();
  await expect(second.getByText(/sold out|no longer|not enough|left/i).first()).toBeVisible();
  expect(new URL(second.url()).hostname).toBe(`${slug}.localhost`);
  await first.getByRole("button", { name: /^Pay/ }).first().click();
  await first.waitForURL(/\/checkout\/success|\/orders?\//);
});

test("two tabs with one bag make one order", async ({ context }) => {
  const { slug, product } = await sellingStore(5);
  const one = await context.newPage();
  await addToBag(one, slug, product);
  const two = await context.newPage();
  const email = `${unique("tabs")}@example.com`;
  await fillCheckout(one, slug, email);
  await fillCheckout(two, slug, email);
  await buy(one);
  await buy(two);
  expect(two.url()).toBe(one.url());
  await one.getByRole("button", { name: /^Pay/ }).first().click();
  await one.waitForURL(/\/checkout\/success|\/orders?\//);
  await two.reload();
  const reply = await fetch(`${api}/api/v1/public/stores/${slug}/products/${product}`);
  expect((await reply.json()).data.variants[0].left).toBe(4);
});

test("buying works on a phone", async ({ browser }) => {
  const { slug, product } = await sellingStore(5);
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    isMobile: true,
  });
  const page = await context.newPage();
  await addToBag(page, slug, product);
  await fillCheckout(page, slug, `${unique("phone")}@example.com`);
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(sideways).toBe(0);
  await buy(page);
  await page.getByRole("button", { name: /^Pay/ }).first().click();
  await page.waitForURL(/\/checkout\/success|\/orders?\//);
  await page.goto(`${shop(slug)}/cart`);
  await expect(page.getByText(/bag is empty/i).first()).toBeVisible();
});
