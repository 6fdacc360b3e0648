/** A role of a business's own: made, given by invitation, changed while its holder works, deleted. */
import { type Browser, expect, type Page } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { createStore, dashboard, mailedLink, password, register, unique } from "../support";

async function fresh(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: "reduce" });
  return context.newPage();
}

/** How far the role goes in an area, in the open editor. */
async function level(page: Page, area: string, to: string): Promise<void> {
  await page.getByRole("dialog").getByRole("combobox", { name: area }).click();
  await page.getByRole("option", { name: to, exact: true }).click();
}

test("a role opens what it says, to its holder at once, and nothing else", async ({ browser }) => {
  test.setTimeout(600_000);
  const page = await fresh(browser);
  const email = await register(page);
  const store = await createStore(page);
  await page.goto(await mailedLink(page, email, "verify"));
  await expect(page.getByRole("heading", { name: "Your address is confirmed" })).toBeVisible();

  // Made out of areas; what one needs of another comes along and says so.
  await page.goto(`${dashboard}/team`);
  await expect(
    page.getByText("The four built-in roles fit most teams", { exact: false }),
  ).toBeVisible();
  await page.getByRole("button", { name: "New role" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Make role" }).click();
  await expect(dialog.getByText("Give the role a name")).toBeVisible();
  await expect(dialog.getByText("Let it do something")).toBeVisible();
  const name = unique("Packers");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("What it is for").fill("Packs and ships");
  await level(page, "Orders and payments", "View and work");
  await expect(dialog.getByRole("combobox", { name: "Products" })).toHaveText("View");
  await expect(dialog.getByText("Needed for: Orders and payments").first()).toBeVisible();
  await axe(page, "role editor");
  await dialog.getByRole("button", { name: "Make role" }).click();
  await expect(dialog).toBeHidden();
  const row = page
    .getByRole("listitem")
    .filter({ has: page.getByRole("button", { name: `Actions for the role ${name}` }) });
  await expect(row.getByText("Packs and ships")).toBeVisible();
  await expect(row.getByText("Nobody")).toBeVisible();
  await axe(page, "team with a role");

  // Given by invitation.
  await page.getByRole("button", { name: "Invite" }).click();
  const guest = `${unique("packer")}@example.com`;
  await dialog.getByLabel("E-mail").fill(guest);
  await dialog.getByRole("combobox", { name: "Role" }).click();
  await page.getByRole("option", { name }).click();
  await dialog.getByRole("button", { name: "Send invitation" }).click();
  await expect(row.getByText("Nobody · 1 invitation")).toBeVisible();

  // Its holder, on a machine of their own: sees what it opens, and nothing of the rest.
  const theirs = await fresh(browser);
  await theirs.goto(await mailedLink(page, guest, "invite"));
  await expect(theirs.getByText(`asks you to join as ${name}`, { exact: false })).toBeVisible();
  await theirs.getByLabel("Your name").fill("Paul Packer");
  await theirs.getByLabel("Password", { exact: true }).fill(password);
  await theirs.getByRole("button", { name: "Create account and join" }).click();
  await theirs.waitForURL(/\/stores/);
  await theirs.goto(`${dashboard}/stores/${store.id}/orders`);
  await expect(theirs.getByRole("heading", { name: "Orders", level: 1 })).toBeVisible();
  const nav = theirs.getByRole("navigation").first();
  await expect(nav.getByRole("link", { name: "Orders", exact: true })).toBeVisible();
  await expect(nav.getByRole("link", { name: "Customers", exact: true })).toHaveCount(0);
  await expect(nav.getByRole("link", { name: "Analytics", exact: true })).toHaveCount(0);
  const closed = theirs.getByRole("heading", { name: "Your role does not open this page" });
  await theirs.goto(`${dashboard}/stores/${store.id}/customers`);
  await expect(closed).toBeVisible();
  await expect(theirs.getByText(`Your role in Jo Journey is ${name}.`)).toBeVisible();
  await axe(theirs, "a page the role does not open");
  await theirs.goto(`${dashboard}/stores/${store.id}`);
  await expect(closed).toBeVisible();
  await theirs.goto(`${dashboard}/team`);
  await expect(closed).toBeVisible();
  await theirs.goto(`${dashboard}/stores/${store.id}/products`);
  await expect(theirs.getByRole("heading", { name: "Products", level: 1 })).toBeVisible();
  await expect(theirs.getByRole("link", { name: "Add product" })).toHaveCount(0);
  await theirs.goto(`${dashboard}/stores/${store.id}/settings`);
  await expect(theirs.getByText("You can look at this, but not change it").first()).toBeVisible();

  // Changed while they are signed in: in force with their next step.
  await page.goto(`${dashboard}/team`);
  await expect(row.getByText("Paul Packer")).toBeVisible();
  await page.getByRole("button", { name: `Actions for the role ${name}` }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await expect(dialog.getByText("1 member holds this role.", { exact: false })).toBeVisible();
  await level(page, "Customers", "View");
  await level(page, "Orders and payments", "No access");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await theirs.goto(`${dashboard}/stores/${store.id}/customers`);
  await expect(theirs.getByRole("heading", { name: "Customers", level: 1 })).toBeVisible();
  await theirs.goto(`${dashboard}/stores/${store.id}/orders`);
  await expect(closed).toBeVisible();

  // Deleted only with another in its place.
  await page.getByRole("button", { name: `Actions for the role ${name}` }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await expect(dialog.getByText("1 member holds it.", { exact: false })).toBeVisible();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(dialog.getByText("Choose a role")).toBeVisible();
  await axe(page, "deleting a role");
  await dialog.getByRole("combobox", { name: "Role they get instead" }).click();
  await page.getByRole("option", { name: "Viewer" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(dialog).toBeHidden();
  await expect(
    page.getByText("The four built-in roles fit most teams", { exact: false }),
  ).toBeVisible();
  await theirs.goto(`${dashboard}/stores/${store.id}/orders`);
  await expect(theirs.getByRole("heading", { name: "Orders", level: 1 })).toBeVisible();

  // All of it stands in the log.
  await page.goto(`${dashboard}/activity`);
  for (const what of ["create", "update", "delete"]) {
    await expect(page.getByText(`Role: ${what}`).first()).toBeVisible();
  }
});
