/** A business invites another and both get credit; an affiliate's link is followed and earns. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { type Browser, expect, type Page } from "@playwright/test";
import { axe, fits } from "../looking";
import { test } from "../platform";
import { dashboard, password, unique } from "../support";
import { type Desk, desk } from "./desk";

const root = path.join(import.meta.dirname, "../../..");

/** As a person's browser names itself: visits of programs are not counted. */
const userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/** Somebody else's browser. */
async function guest(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    userAgent,
    reducedMotion: "reduce",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
  });
  return context.newPage();
}

/** Pictures at three widths, light and dark, where a folder for them is named: to be looked at. */
async function pictures(page: Page, name: string): Promise<void> {
  const folder = process.env.LOOK;
  if (!folder) return;
  const before = page.viewportSize();
  for (const [width, height] of [
    [390, 844],
    [768, 1024],
    [1440, 900],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const theme of ["light", "dark"]) {
      await page
        .locator("html")
        .evaluate((html, wanted) => html.setAttribute("data-theme", wanted), theme);
      const file = path.join(folder, `partners-${name}-${width}-${theme}.png`);
      await page.screenshot({ path: file, fullPage: true });
    }
  }
  await page.locator("html").evaluate((html) => html.setAttribute("data-theme", "light"));
  if (before) await page.setViewportSize(before);
}

/** Fills in the form of the register page; ends where a first store is made. */
async function register(page: Page, name: string): Promise<void> {
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("E-mail").fill(`${unique("guest")}@example.com`);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL(/\/stores\/new$/);
}

/** Pays for a plan at the mock. */
async function buy(page: Page, plan: string): Promise<void> {
  await page.goto(`${dashboard}/billing/plans`);
  await page.getByRole("button", { name: `Choose ${plan}` }).click();
  await page.getByRole("button", { name: "Continue to payment" }).click();
  await page.waitForURL(/\/mock-billing\//);
  await page.getByRole("button", { name: /^Pay \$/ }).click();
  await expect(page.getByText(`You are on ${plan} now. Thank you.`)).toBeVisible();
}

/** Waits until the worker has done its part, as the list of `what` shows. */
async function until(shop: Desk, what: string, stage: string): Promise<void> {
  const seen = async () => {
    const rows = await shop.call<Record<string, string>[]>("GET", `/v1/partners/${what}`);
    return rows.map((row) => row.stage ?? row.state);
  };
  await expect.poll(seen, { timeout: 120_000 }).toContain(stage);
}

test("an invitation is sent, taken and paid for, and both sides get their credit", async ({
  browser,
}) => {
  const shop = await desk(browser);
  const { page } = shop;
  await page.goto(`${dashboard}/stores`);
  await page.locator("aside").getByRole("link", { name: "Partners" }).click();
  await expect(page.getByRole("heading", { name: "Partners" })).toBeVisible();
  await expect(page.getByText("Test mode: no money moves")).toBeVisible();
  await expect(page.getByText("Nobody yet")).toBeVisible();
  await axe(page, "before the link");
  await pictures(page, "before");
  await page.getByRole("button", { name: "Get your link" }).click();
  const link = await page.getByLabel("Your link", { exact: true }).inputValue();
  expect(link).toMatch(/\/register\?ref=[0-9a-z]{10}$/);

  // One's own code is refused, and says why.
  await page.getByLabel("Code", { exact: true }).fill(link.split("=")[1] ?? "");
  await page.getByRole("button", { name: "Use this code" }).click();
  await expect(page.getByText(/This is your own code/)).toBeVisible();
  await axe(page, "a refused code");
  await pictures(page, "refused");

  const grace = await guest(browser);
  await grace.goto(`${dashboard}/register?ref=${link.split("=")[1]}`);
  await expect(grace.getByText("You were invited by Desk Person.")).toBeVisible();
  await expect(grace.getByText(/you get \$20\.00 off the next one/)).toBeVisible();
  await expect(grace.getByText(shop.email)).toHaveCount(0);
  await axe(grace, "invited");
  await pictures(grace, "invited");
  // It is kept on the way: to the sign-in page and back.
  await grace.getByRole("link", { name: "Sign in" }).click();
  await grace.goto(`${dashboard}/register`);
  await expect(grace.getByText("You were invited by Desk Person.")).toBeVisible();
  await register(grace, "Grace Hopper");
  await grace.goto(`${dashboard}/partners`);
  await expect(grace.getByText("You get $20.00 off once you have paid")).toBeVisible();
  await expect(grace.getByText("Were you invited?")).toHaveCount(0);

  await page.reload();
  const came = page.getByRole("region", { name: "Who came by your invitation" });
  await expect(came.getByRole("listitem")).toContainText("Grace H.");
  await expect(came.getByText("Has not paid yet")).toBeVisible();
  await buy(grace, "Starter");
  await until(shop, "introductions", "credited");
  await page.reload();
  await expect(came.getByText(/^Credit given, yours for good on/)).toBeVisible();
  const credit = page.getByRole("region", { name: "Your credit" });
  await expect(credit.getByText("Credit for an invitation")).toBeVisible();
  await expect(credit.getByText("Taken off your first bill")).toBeVisible();
  await axe(page, "credited");
  await pictures(page, "credited");
  await fits(page, "partners");
  await grace.goto(`${dashboard}/partners`);
  await expect(grace.getByText("You got $20.00 off your bills.", { exact: false })).toBeVisible();
  await grace.context().close();
  await shop.close();
});

test("an affiliate joins, the link is followed, and a bill earns commission", async ({
  browser,
}) => {
  const shop = await desk(browser);
  const { page } = shop;
  await page.goto(`${dashboard}/partners`);
  await page.getByRole("tab", { name: "Affiliate" }).click();
  await expect(page.getByText("20% of each bill")).toBeVisible();
  await axe(page, "the terms");
  await pictures(page, "terms");
  await page.getByRole("button", { name: "Become an affiliate" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Join" }).click();
  await expect(dialog.getByText("Enter a name")).toBeVisible();
  await dialog.getByLabel("Name of the account's owner").fill("Desk Person");
  await dialog.getByLabel("Account", { exact: true }).fill("DE02 1203 0000 0000 2020 51");
  await axe(page, "joining");
  await pictures(page, "joining");
  await dialog.getByRole("button", { name: "Join" }).click();
  await expect(page.getByText("You are an affiliate now")).toBeVisible();
  const code =
    (await page.getByLabel("Your link", { exact: true }).inputValue()).split("=")[1] ?? "";
  await expect(page.getByText("Desk Person, account ending in 0 51")).toBeVisible();

  const linus = await guest(browser);
  await linus.goto(`${dashboard}/register?ref=${code}`);
  await expect(linus.getByText("You were invited by Desk Person.")).toBeVisible();
  // Followed again by the same browser, it is one visit.
  await linus.reload();
  await register(linus, `"><img src=x onerror=alert(1)> ${"Example".repeat(12)}`);
  await buy(linus, "Starter");
  await until(shop, "affiliate/commissions", "earned");

  await page.reload();
  await page.getByRole("tab", { name: "Affiliate" }).click();
  const figure = (name: string) =>
    page.getByRole("term").filter({ hasText: name }).locator("xpath=following-sibling::dd[1]");
  await expect(figure("Visits")).toHaveText("1");
  await expect(figure("Sign-ups")).toHaveText("1");
  await expect(figure("Pending")).toHaveText("$9.80");
  await expect(figure("Payable")).toHaveText("$0.00");
  const commissions = page.getByRole("region", { name: "Commissions" });
  await expect(commissions.getByRole("listitem")).toContainText("20% of $49.00");
  await expect(commissions.getByText(/^Yours on/)).toBeVisible();
  await expect(page.getByText("$50.00 more until you are paid out")).toBeVisible();
  await axe(page, "an affiliate");
  await pictures(page, "affiliate");
  await fits(page, "an affiliate");

  await page.getByRole("button", { name: "Change account" }).click();
  await dialog.getByLabel("Account", { exact: true }).fill("desk@example.com");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Desk Person, account ending in .com")).toBeVisible();

  // The operator's list: nothing of this is payable yet.
  const listed = spawnSync(path.join(root, ".venv/bin/ecomm"), ["partners"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(listed.status, listed.stderr).toBe(0);
  expect(listed.stdout + listed.stderr).not.toContain("desk@example.com");
  await linus.context().close();
  await shop.close();
});
