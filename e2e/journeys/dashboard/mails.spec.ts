/** A merchant writes an order confirmation: a mistake is shown where it stands, the preview follows, a test arrives, the standard words come back. */
import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { api } from "../support";
import { desk } from "./desk";

test("a store's own words for a mail", async ({ browser }) => {
  const merchant = await desk(browser);
  const { page, store } = merchant;
  await merchant.call("POST", `/v1/stores/${store.id}/locales`, { locale: "fr", published: true });
  await page.goto(merchant.at("/mails"));
  await page.getByRole("link", { name: "Order confirmation" }).click();
  const text = page.getByRole("textbox", { name: "Text", exact: true });
  const preview = page.frameLocator('iframe[title="Preview with example data"]');
  await expect(preview.getByRole("heading", { level: 1 })).toHaveText("Thank you for your order");
  await axe(page, "template", { outside: "iframe" });

  // Every language that shoppers see can be looked at; words of one's own stay what they are.
  const language = page.getByRole("combobox", { name: "Language of the preview" });
  await language.click();
  await page.getByRole("option", { name: "French" }).click();
  await expect(preview.getByRole("heading", { level: 1 })).toHaveText("Merci pour votre commande");
  await expect(page.getByText(/Your mails leave in .*English/)).toBeVisible();
  await axe(page, "a preview in another language", { outside: "iframe" });
  const hostile = "<img src=x onerror=alert(1)><script>alert(1)</script> Ünï";
  await text.fill(`# ${hostile}`);
  await expect(preview.getByRole("heading", { level: 1 })).toContainText("<img src=x");
  await expect(preview.locator("img[src=x], script")).toHaveCount(0);
  await language.click();
  await page.getByRole("option", { name: "English" }).click();

  await text.fill("# Danke\n\n{{ nmae }}");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Line 3: there is no 'nmae'; did you mean 'name'?")).toBeVisible();
  await text.fill("# Danke, ");
  await page.getByRole("button", { name: /^Insert name / }).click();
  await expect(text).toHaveValue("# Danke, {{ name }}");
  await expect(preview.getByRole("heading", { level: 1 })).toHaveText("Danke, Ada Lovelace");
  await page.getByRole("button", { name: "Plain text" }).click();
  await expect(page.getByText("Danke, Ada Lovelace")).toBeVisible();

  await page.getByRole("button", { name: "Send a test to me" }).click();
  await expect(page.getByText(`A test is on its way to ${merchant.email}`)).toBeVisible();
  await expect
    .poll(async () => {
      const to = encodeURIComponent(merchant.email);
      return (await page.request.get(`${api}/mailbox/messages.json?to=${to}`)).text();
    })
    .toContain("Danke, Ada Lovelace");

  await page.getByRole("textbox", { name: "Text", exact: true }).focus();
  await page.keyboard.press("Control+s");
  await expect(page.getByText("Your words", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Use standard words" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Use standard words" }).click();
  await expect(text).toHaveValue(/^# Thank you for your order/);
  await page.getByRole("button", { name: "History" }).click();
  await expect(page.getByText("Version 1")).toBeVisible();
  await axe(page, "history", { outside: "iframe" });
  await page.keyboard.press("Escape");

  await page.goto(merchant.at("/mails/sender"));
  await expect(page.getByText("Our address", { exact: true })).toBeVisible();
  await axe(page, "sender", { outside: "iframe" });
  await page.goto(merchant.at("/mails/sent"));
  await expect(page.getByRole("row", { name: /Your order #1001|Confirm/ }).first()).toBeVisible();
  await axe(page, "sent", { outside: "iframe" });
  await merchant.close();
});
