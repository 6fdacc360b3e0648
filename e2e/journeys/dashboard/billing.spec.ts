/** What a business pays for: nothing here by default, a plan that is outgrown, and a trial that ends. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, type Page } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { dashboard, unique } from "../support";
import { type Desk, desk } from "./desk";

const root = path.join(import.meta.dirname, "../../..");

function run(command: string, ...words: string[]): void {
  const done = spawnSync(path.join(root, ".venv/bin", command), words, {
    cwd: root,
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(`${command} ${words[0]}: ${done.stdout} ${done.stderr}`);
}

/** The operator's command; a moment as it takes it. */
const operator = (shop: Desk, ...words: string[]) =>
  run("ecomm", "billing", "--email", shop.email, ...words);
const inDays = (days: number) =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19);

/** Chooses a plan on the plans page and pays at the mock; ends on the billing page. */
async function buy(page: Page, plan: string): Promise<void> {
  await page.goto(`${dashboard}/billing/plans`);
  await page.getByRole("button", { name: `Choose ${plan}` }).click();
  await page.getByRole("button", { name: "Continue to payment" }).click();
  await page.waitForURL(/\/mock-billing\//);
  await page.getByRole("button", { name: /^Pay \$/ }).click();
  await page.waitForURL(/\/billing\?paid=/);
  await expect(page.getByText(`You are on ${plan} now. Thank you.`)).toBeVisible();
}

test("where nothing is to be paid, nobody is asked to", async ({ browser }) => {
  const shop = await desk(browser);
  const { page } = shop;
  await page.goto(`${dashboard}/billing`);
  await expect(page.getByText(/your own: nothing is limited, and nothing is to be/)).toBeVisible();
  await expect(page.getByText("1, no limit")).toBeVisible();
  await expect(page.getByText("Nothing is to be paid on this platform.")).toBeVisible();
  await expect(
    page.locator("aside").locator('a[href="/billing"] [role="progressbar"]'),
  ).toHaveCount(0);
  await axe(page);
  await page.getByRole("link", { name: "Compare plans" }).click();
  await expect(page.getByRole("heading", { name: "Enterprise" })).toBeVisible();
  await expect(page.getByText(/with play money/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Choose Starter" })).toBeVisible();
  await axe(page);

  // Who may only look sees the same without buttons, and nothing is asked for that is refused.
  const me = await shop.call<{ id: string; tenant_id: string }>("GET", "/v1/auth/me");
  run("python", "-m", "e2e.role", me.tenant_id, me.id, "viewer");
  const refused: string[] = [];
  page.on("response", (reply) => {
    if (reply.status() === 403) refused.push(reply.url());
  });
  await page.goto(`${dashboard}/billing/plans`);
  await expect(page.getByText("Only the owner can change the plan.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^Choose/ })).toHaveCount(0);
  await page.goto(`${dashboard}/billing`);
  await expect(page.getByText("1, no limit")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Invoices" })).toHaveCount(0);
  expect(refused).toEqual([]);
  await shop.close();
});

test("a limit is met, its remedy priced and bought, and the refused act works", async ({
  browser,
}) => {
  const shop = await desk(browser);
  const { page } = shop;
  await page.goto(`${dashboard}/billing/plans`);
  await page.getByRole("button", { name: "Choose Starter" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(/Coupon/).fill("none-such");
  await dialog.getByLabel("How many of “Extra store”").fill("1");
  await expect(
    dialog.getByText("US$78.00 each month").or(dialog.getByText("$78.00 each month")),
  ).toBeVisible();
  await dialog.getByRole("button", { name: "Continue to payment" }).click();
  await expect(dialog.getByText(/coupon is not valid/)).toBeVisible();
  await axe(page, "a refused coupon");
  await dialog.getByLabel(/Coupon/).fill("");
  await dialog.getByLabel("How many of “Extra store”").fill("0");
  await dialog.getByRole("button", { name: "Continue to payment" }).click();
  await page.waitForURL(/\/mock-billing\//);
  await page.getByRole("button", { name: /^Decline the card/ }).click();
  await expect(page.getByText(/The card was declined/)).toBeVisible();
  await page.getByRole("button", { name: /^Pay \$49\.00/ }).click();
  await page.waitForURL(/\/billing\?paid=starter/);
  await expect(page.getByText("You are on Starter now. Thank you.")).toBeVisible();
  const main = page.getByRole("main");
  await expect(main.getByText("1 of 1")).toBeVisible();
  await expect(main.getByText("Full", { exact: true })).toBeVisible();
  await axe(page);

  const name = unique("Second");
  await page.goto(`${dashboard}/stores/new`);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Create store" }).click();
  await expect(dialog.getByText("Your plan includes 1 store, and 1 is in use.")).toBeVisible();
  await expect(dialog.getByText("1 of 1")).toBeVisible();
  await expect(dialog.getByText(/^Growth lifts this limit\./)).toBeVisible();
  await axe(page, "the limit");
  await dialog.getByRole("button", { name: "See what Growth costs" }).click();
  const pay = dialog.getByRole("button", { name: /^Change and pay/ });
  await expect(pay).toBeEnabled();
  const due = ((await pay.textContent()) ?? "").replace(/^Change and pay /, "");
  const line = dialog.getByRole("term").filter({ hasText: "Due now" });
  await expect(line.locator("xpath=following-sibling::dd")).toHaveText(due);
  await axe(page, "what the change costs");
  await pay.click();
  await expect(page.getByText("You are on Growth now")).toBeVisible();

  // What was entered is still there, and what was refused works.
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
  await page.getByRole("button", { name: "Create store" }).click();
  await expect(page.getByRole("heading", { name: `${name} is ready` })).toBeVisible();

  await page.goto(`${dashboard}/billing`);
  await expect(main.getByText("2 of 3")).toBeVisible();
  const sidebar = page.locator("aside").getByRole("link", { name: /Growth plan/ });
  await expect(sidebar).toContainText("2 of 3");
  const bills = main.getByRole("listitem").filter({ hasText: "Paid" });
  await expect(bills).toHaveCount(2);
  await expect(bills.first()).toContainText(due);

  await page.getByRole("button", { name: "Manage payment" }).click();
  await page.getByRole("button", { name: "Return to the dashboard" }).click();
  await page.waitForURL(/\/billing$/);
  await page.getByRole("button", { name: "Cancel plan" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Cancel plan" }).click();
  await expect(main.getByText(/^Ends on/)).toBeVisible();
  await page.getByRole("button", { name: "Keep the plan" }).click();
  await expect(main.getByText(/^Ends on/)).toHaveCount(0);
  await shop.close();
});

test("a trial that nobody follows up ends read-only, and a plan opens it again", async ({
  browser,
}) => {
  // The clock's round is a minute long, and waits on a busy machine.
  test.setTimeout(600_000);
  const shop = await desk(browser);
  const { page } = shop;
  operator(shop, "--free-until", inDays(9.5));
  await page.goto(`${dashboard}/stores`);
  const sidebar = page.locator("aside").getByRole("link", { name: /Trial/ });
  await expect(sidebar).toContainText("9 days left");
  await expect(sidebar).toContainText("1 of 10");
  await sidebar.click();
  await expect(page.getByText("9 days of your trial are left")).toBeVisible();
  await axe(page);

  operator(shop, "--free-until", inDays(-0.1));
  const state = async () =>
    (await shop.call<{ state: string }>("GET", "/v1/subscriptions/current")).state;
  await expect.poll(state, { timeout: 480_000 }).toBe("grace");
  await page.goto(shop.at("/products"));
  await expect(page.getByText("Without a plan this account becomes read-only")).toBeVisible();
  await axe(page, "in grace");

  const { tenant_id } = await shop.call<{ tenant_id: string }>("GET", "/v1/auth/me");
  run("python", "-m", "e2e.unpaid", tenant_id);
  await page.goto(`${dashboard}/stores/new`);
  await expect(page.getByText("This account is read-only")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("No");
  await page.getByRole("button", { name: "Create store" }).click();
  const dialog = page.getByRole("dialog", { name: "This account is read-only" });
  await expect(dialog.getByRole("link", { name: "Open billing" })).toBeVisible();
  await axe(page, "read-only");

  await buy(page, "Starter");
  await page.goto(shop.at("/products"));
  await expect(page.locator("aside").getByRole("link", { name: /Starter plan/ })).toBeVisible();
  await expect(page.getByText("This account is read-only")).toHaveCount(0);
  await shop.product({ title: "Open again" });

  // Where no money moves the operator takes a plan back at once.
  operator(shop, "--plan", "self_hosted");
  await page.goto(`${dashboard}/billing`);
  await expect(page.getByText(/your own: nothing is limited, and nothing is to be/)).toBeVisible();
  await shop.close();
});
