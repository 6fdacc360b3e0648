/**
 * The news of a shop: asked for at the foot of a page, confirmed by mail, seen by the merchant, left
 * by the link of a mail. The shop's pages of it need no script.
 */
import { type Browser, expect, type Page } from "@playwright/test";
import { desk } from "../dashboard/desk";
import { axe, fits } from "../looking";
import { test } from "../platform";
import { api, shop, unique } from "../support";
import { ask } from "./view";

/** The newest link to a page of the shop that an address was mailed; waits for the mail. */
async function linkIn(email: string, page: string): Promise<string> {
  let link = "";
  const look = async () => {
    const asked = `${api}/mailbox/messages.json?to=${encodeURIComponent(email)}&limit=5`;
    const text = await (await fetch(asked)).text();
    link = new RegExp(`https?://[^"\\s\\\\)]*${page}\\?token=[\\w-]+`).exec(text)?.[0] ?? "";
    return link !== "";
  };
  await expect.poll(look, { timeout: 60_000 }).toBe(true);
  return link;
}

/** A mail program's one click (RFC 8058): no session, no script, from nowhere; the reply's status. */
async function oneClick(link: string): Promise<number> {
  const { host, pathname, search } = new URL(link);
  const reply = await ask(host, `${pathname}${search}`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
  });
  return reply.status;
}

/** A page of a browser that runs no scripts. */
async function plain(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
  });
  return context.newPage();
}

test("news are asked for, confirmed, seen in the dashboard, and left again", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const merchant = await desk(browser, {}, { locale: "de" });
  const { page, at, store } = merchant;
  const home = shop(store.slug);
  const email = `${unique("leserin")}@example.com`;

  // Off until the merchant shows it.
  const reader = await plain(browser);
  await reader.goto(home);
  await expect(reader.getByRole("button", { name: "Abonnieren" })).toHaveCount(0);
  await page.goto(at("/subscribers"));
  await expect(page.getByText("No subscribers yet")).toBeVisible();
  await axe(page);
  await page.getByRole("button", { name: "Show the form" }).click();
  await page.getByRole("switch", { name: "Show the form" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved")).toBeVisible();

  // Without a script, on a phone.
  const form = reader.getByRole("button", { name: "Abonnieren" });
  await expect(async () => {
    await reader.goto(home);
    await expect(form).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await fits(reader, "the form");
  await reader.getByRole("textbox", { name: "E-Mail" }).fill(email);
  await form.click();
  await expect(
    reader.getByRole("heading", { name: "Bitte sehen Sie in Ihr Postfach" }),
  ).toBeVisible();
  const confirmation = await linkIn(email, "/newsletter/confirm");
  await page.reload();
  await expect(page.getByRole("row", { name: new RegExp(email) })).toContainText("Pending");

  // Whoever merely opens the link, as programs do, confirms nothing.
  await reader.goto(confirmation);
  const yes = reader.getByRole("button", { name: "Ja, abonnieren" });
  await expect(yes).toBeVisible();
  await page.reload();
  await expect(page.getByRole("row", { name: new RegExp(email) })).toContainText("Pending");
  await yes.click();
  await expect(reader.getByRole("heading", { name: "Sie stehen auf der Liste" })).toBeVisible();

  // The merchant sees who it is, and what they agreed to.
  await page.reload();
  const row = page.getByRole("row", { name: new RegExp(email) });
  await expect(row).toContainText("Confirmed");
  await row.getByRole("button", { name: email }).click();
  const sheet = page.getByRole("dialog", { name: email });
  await expect(
    sheet.getByText(/Neuigkeiten und Angebote dieses Shops per E-Mail/).first(),
  ).toBeVisible();
  await axe(page);
  await page.keyboard.press("Escape");

  // Opening the link of a mail leaves nothing; its button does, and so does a mail program's POST.
  const leave = await linkIn(email, "/unsubscribe");
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const other = await context.newPage();
  await other.goto(leave);
  const no = other.getByRole("button", { name: "Ja, keine mehr" });
  await expect(no).toBeVisible();
  await page.reload();
  await expect(page.getByRole("row", { name: new RegExp(email) })).toContainText("Confirmed");
  expect(await oneClick(leave)).toBe(200);
  await page.reload();
  await expect(page.getByRole("row", { name: new RegExp(email) })).toContainText("Unsubscribed");
  await no.click();
  await expect(other.getByText("Sie bekommen keine solchen E-Mails mehr")).toBeVisible();

  // The old link brings nobody back.
  await reader.goto(confirmation);
  await yes.click();
  await expect(reader.getByRole("heading", { name: "Dieser Link gilt nicht mehr" })).toBeVisible();

  // By hand: asked like everybody; taken off, and back while nobody said anything since.
  const friend = `${unique("freund")}@example.com`;
  await page.getByRole("button", { name: "Add subscriber" }).click();
  await page.getByRole("dialog").getByLabel("E-mail").fill(friend);
  await page.getByRole("dialog").getByRole("button", { name: "Add subscriber" }).click();
  const added = page.getByRole("row", { name: new RegExp(friend) });
  await expect(added).toContainText("Pending");
  await added.getByRole("checkbox").check();
  await page.getByRole("button", { name: "Unsubscribe", exact: true }).click();
  await expect(added).toContainText("Unsubscribed");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(added).toContainText("Pending");
  await context.close();
  await reader.context().close();
  await merchant.close();
});
