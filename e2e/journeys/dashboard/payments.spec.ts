/** A shopper's bank takes a payment back: the merchant finds it, answers, wins; the books agree. */
import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { api, unique } from "../support";
import { desk, sell } from "./desk";

interface Attempt {
  provider_ref: string;
}

interface Dispute {
  status: string;
}

test("a dispute is answered and won, and the ledger matches", async ({ browser }) => {
  const merchant = await desk(browser);
  const { page, store } = merchant;
  const product = await merchant.product();
  await sell(store, product, `${unique("disputes")}@example.com`);
  const bank = await merchant.tab();

  await page.goto(merchant.at("/payments"));
  await expect(page.getByText("Paid", { exact: true }).first()).toBeVisible();
  await axe(page, "payments");
  const [attempt] = await merchant.call<Attempt[]>("GET", `/v1/stores/${store.id}/payments`);
  await bank.goto(`${api}/mock-pay/sessions/${attempt?.provider_ref}`);
  await bank.getByRole("button", { name: "Ask my bank for the money back" }).click();
  await expect(
    bank.getByRole("button", { name: "Let the bank decide for the shop", exact: true }),
  ).toBeVisible();

  const state = async () => {
    const [dispute] = await merchant.call<Dispute[]>("GET", `/v1/stores/${store.id}/disputes`);
    return dispute?.status;
  };
  await expect.poll(state).toBe("needs_response");
  await page.goto(merchant.at("/disputes"));
  await expect(page.getByText("Needs your answer").first()).toBeVisible();
  await axe(page, "disputes");
  await page
    .getByRole("link", { name: /^Order \d+$/ })
    .first()
    .click();
  await expect(page.getByLabel("Shopper's e-mail address")).not.toHaveValue("");
  await page.getByLabel(/^Everything else/).fill("It was delivered and signed for.");
  await axe(page, "dispute");
  await page.getByRole("button", { name: "Send to the bank" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Send the answer" }).click();
  await expect(page.getByText("Your answer is with the bank", { exact: false })).toBeVisible();

  await bank.getByRole("button", { name: "Let the bank decide for the shop", exact: true }).click();
  await expect.poll(state).toBe("won");
  await page.reload();
  await expect(page.getByText("Won", { exact: true })).toBeVisible();

  await page.goto(merchant.at("/reconciliation"));
  await page.getByRole("button", { name: "Check again" }).click();
  await expect(page.getByText("Everything matches").first()).toBeVisible();
  await axe(page, "reconciliation");
  await page.goto(merchant.at("/payments/settings"));
  await expect(page.getByText("Test payments", { exact: true })).toBeVisible();
  await axe(page, "settings");
  await merchant.close();
});
