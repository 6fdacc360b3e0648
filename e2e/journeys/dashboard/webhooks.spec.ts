/** A webhook from its first test to its end; whoever may only look sees no buttons. */
import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { desk } from "./desk";

test("a webhook is made, tried out, given another secret and deleted", async ({ browser }) => {
  const { page, at, close } = await desk(browser);
  await page.goto(at("/webhooks"));
  await expect(page.getByText("No webhooks yet")).toBeVisible();
  await axe(page);

  const add = page.getByRole("button", { name: "New webhook" });
  await add.click();
  const form = page.getByRole("dialog");
  await form.getByLabel("Name", { exact: true }).fill("Warehouse");
  await form.getByLabel("Address").fill("http://169.254.169.254/latest");
  await form.getByLabel(/order\.created/).check();
  await form.getByRole("button", { name: "Create webhook" }).click();
  await expect(form.getByText(/not a public one/)).toBeVisible();
  await axe(page, "a refused address");
  // Nobody listens there: what is sent fails at once.
  await form.getByLabel("Address").fill("http://127.0.0.1:9/hooks");
  await form.getByRole("button", { name: "Create webhook" }).click();
  const secret = page.getByLabel("Secret of Warehouse");
  await expect(secret).toHaveValue(/^whsec_/);
  const first = await secret.inputValue();
  await axe(page, "the secret");
  await page.getByRole("button", { name: "I have kept it" }).click();

  await page.getByRole("link", { name: "Warehouse" }).click();
  await page.getByRole("button", { name: "Send test" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Send test" }).click();
  const row = page.getByRole("row", { name: /order\.created/ });
  await expect(row.getByText("Given up")).toBeVisible({ timeout: 60_000 });
  await axe(page);
  await row.getByRole("link", { name: "order.created" }).click();
  await expect(page.getByText("connect: no connection to the other side")).toBeVisible();
  await expect(page.getByText('"test": true')).toBeVisible();
  await axe(page);
  await page.goBack();

  await page.getByRole("button", { name: "New secret" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "New secret" }).click();
  await expect(secret).toHaveValue(/^whsec_/);
  expect(await secret.inputValue()).not.toBe(first);
  await page.getByRole("button", { name: "I have kept it" }).click();
  await expect(page.getByText(/The old secret signs too until/)).toBeVisible();

  await page.getByRole("button", { name: "Delete webhook" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete webhook" }).click();
  await expect(page.getByText("No webhooks yet")).toBeVisible();
  await close();
});
