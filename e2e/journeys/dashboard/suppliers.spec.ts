/** Sourcing by hand: a supplier is connected, its goods are found and taken, what is sold is mapped. */
import { expect, type Page } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { api } from "../support";
import { desk } from "./desk";

const supplierAt = `${api}/simulated-supplier/v1`;

/** Asks the simulated supplier itself, as nobody of ours does. */
async function ask<T>(method: string, path: string, key: string, body?: unknown): Promise<T> {
  const reply = await fetch(`${supplierAt}${path}`, {
    method,
    headers: {
      "Content-Type": "application/json",
      ...(key ? { Authorization: `Bearer ${key}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
  return (await reply.json()).data as T;
}

const main = (page: Page) => page.getByRole("main");
const cards = (page: Page) => page.locator("[data-card]");

test("a supplier is connected, its goods are found, taken and mapped, and it is paused", async ({
  browser,
}) => {
  test.setTimeout(600_000);
  const shop = await desk(browser, {}, { currency: "USD", country: "US" });
  const { page, at } = shop;
  const account = await ask<{ api_key: string }>("POST", "/accounts", "", { name: "Harbour" });

  // Nothing there yet: the page says how to begin.
  await page.goto(at("/suppliers"));
  await expect(page.getByText("No supplier yet")).toBeVisible();
  await axe(page);
  await page.getByRole("button", { name: "Connect supplier" }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("combobox", { name: "Supplier" }).click();
  await page.getByRole("option", { name: "Simulated supplier" }).click();
  await expect(form.getByText("Practice goods")).toBeVisible();
  const key = form.getByLabel("Key", { exact: true });
  await expect(key).toHaveAttribute("type", "password");
  await key.fill("a key of nobody");
  await form.getByRole("button", { name: "Connect" }).click();
  await expect(form.getByRole("alert")).toContainText("does not accept these credentials");
  await axe(page, "refused credentials");
  await key.fill(account.api_key);
  await form.getByLabel("What you call it").fill("Harbour Trading");
  await form.getByRole("button", { name: "Connect" }).click();
  await expect(page.getByRole("heading", { name: "Harbour Trading" })).toBeVisible();
  await expect(main(page).getByText("Connected", { exact: true })).toBeVisible();
  await expect(page.locator("body")).not.toContainText(account.api_key);
  await axe(page);

  // Searched by words and by keyboard; what is taken is marked.
  await main(page).getByRole("link", { name: "Find products" }).first().click();
  await expect(page.getByRole("heading", { name: "Best sellers" })).toBeVisible();
  const words = page.getByLabel("Words, or a product's address");
  await words.fill("kettle");
  await words.press("Enter");
  await expect(page.getByRole("heading", { name: "Results for “kettle”" })).toBeVisible();
  const kettle = cards(page).filter({ hasText: "Gooseneck Pour-Over Kettle" }).first();
  await expect(kettle.getByText(/to United States/)).toBeVisible({ timeout: 60_000 });
  await expect(kettle.getByText(/^From /)).toBeVisible();
  await axe(page);
  await kettle.focus();
  await kettle.press("Enter");
  await expect(kettle.getByText("Taken")).toBeVisible({ timeout: 60_000 });

  // Several at once.
  await words.fill("");
  await words.press("Enter");
  await expect(page.getByRole("heading", { name: "Best sellers" })).toBeVisible();
  const free = cards(page).filter({ has: page.getByRole("button", { name: /^Take / }) });
  const two = [
    await free.nth(0).getAttribute("aria-label"),
    await free.nth(1).getAttribute("aria-label"),
  ];
  for (const title of two) await page.getByRole("checkbox", { name: `Select ${title}` }).check();
  await page.getByRole("button", { name: "Take 2 products" }).click();
  await expect(page.getByText("2 products are kept among the supplier's products")).toBeVisible({
    timeout: 60_000,
  });
  for (const title of two) {
    await expect(
      cards(page)
        .filter({ hasText: title ?? "" })
        .getByText("Taken")
        .first(),
    ).toBeVisible();
  }

  // A supplier that does not answer: said so, and asked again by a person.
  await ask("POST", "/panel/faults", account.api_key, {
    kind: "unavailable",
    op: "search",
    times: 1_000,
  });
  await words.fill("lamp");
  await words.press("Enter");
  await expect(main(page).getByRole("alert")).toContainText("does not answer right now", {
    timeout: 60_000,
  });
  await axe(page, "a supplier that does not answer");
  await ask("DELETE", "/panel/faults", account.api_key);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Results for “lamp”" })).toBeVisible();

  // What was taken is among its products, with what travels here.
  await page.goto(at("/suppliers"));
  await page.getByRole("link", { name: "Harbour Trading" }).click();
  await page.getByRole("button", { name: "Gooseneck Pour-Over Kettle" }).click();
  const goods = page.getByRole("dialog");
  await expect(goods.getByText(/Matte Black/).first()).toBeVisible();
  await axe(page, "a supplier's product");
  await page.keyboard.press("Escape");

  // A variant is mapped: searched, picked, and shown with what it costs landed.
  const mug = await shop.product({
    title: "Kettle for slow mornings",
    price: { amount: 5900, currency: "USD" },
  });
  await page.goto(at("/mappings"));
  const row = page.getByRole("row", { name: /Kettle for slow mornings/ });
  await expect(row.getByText("No supplier")).toBeVisible();
  await axe(page);
  await row.getByRole("button", { name: mug.title }).click();
  await expect(page.getByText("No way to get it yet")).toBeVisible();
  await page.getByRole("button", { name: "Add a way" }).click();
  const adding = page.getByRole("dialog", { name: /A way to get/ });
  await adding.getByLabel("Search the products that were read").fill("gooseneck");
  await adding.getByRole("button", { name: /Gooseneck Pour-Over Kettle/ }).click();
  await adding
    .getByRole("button", { name: /Matte Black/ })
    .first()
    .click();
  await axe(page, "a way to add");
  await adding.getByRole("button", { name: "Add way" }).click();
  const ways = page.getByRole("dialog", { name: mug.title });
  await expect(ways.getByText("Works", { exact: true })).toBeVisible();
  await expect(ways.getByText("Landed", { exact: true })).toBeVisible();
  await axe(page, "the ways of a variant");
  // Another one, tried first from now on.
  await ways.getByRole("button", { name: "Add a way" }).click();
  await adding.getByRole("button", { name: /Gooseneck Pour-Over Kettle/ }).click();
  await adding
    .getByRole("button", { name: /Brushed Steel/ })
    .first()
    .click();
  await adding.getByRole("button", { name: "Add way" }).click();
  await expect(ways.getByRole("listitem", { name: /^2\. Harbour/ })).toContainText("Brushed Steel");
  await ways
    .getByRole("button", { name: /earlier/ })
    .last()
    .click();
  await expect(ways.getByRole("listitem", { name: /^1\. Harbour/ })).toContainText("Brushed Steel");
  await page.keyboard.press("Escape");
  await expect(row.getByText("Works", { exact: true })).toBeVisible();

  // Paused: nothing is ordered there, and the mapping says so.
  await page.goto(at("/suppliers"));
  await page.getByRole("link", { name: "Harbour Trading" }).click();
  await page.getByRole("button", { name: "Pause" }).click();
  await expect(page.getByText("Paused: nothing is ordered or read here")).toBeVisible();
  await page.goto(at("/mappings"));
  await expect(row.getByText("Its supplier is paused")).toBeVisible();

  // Disconnected by its name, after saying what becomes of mappings.
  await page.goto(at("/suppliers"));
  await page.getByRole("link", { name: "Harbour Trading" }).click();
  await page.getByRole("button", { name: "Disconnect" }).click();
  const asking = page.getByRole("alertdialog");
  await expect(asking).toContainText("2 mappings stay, but cannot be used");
  await expect(asking).toContainText("No purchase order is open there");
  await expect(asking.getByRole("button", { name: "Disconnect" })).toBeDisabled();
  await axe(page, "the question before disconnecting");
  await asking.getByLabel(/Type Harbour Trading/).fill("Harbour Trading");
  await asking.getByRole("button", { name: "Disconnect" }).click();
  await expect(page.getByText("Disconnected: we keep no credentials")).toBeVisible();
  await shop.close();
});
