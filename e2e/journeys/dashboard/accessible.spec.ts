/** axe finds nothing where something is open over a page of the dashboard; pages as such are in `pages.spec.ts`. */
import { type BrowserContext, expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { dashboard } from "../support";

const DEMO = { email: "demo@ecomm.example", password: "demo demo demo", keep: false };

async function demoStore(
  context: BrowserContext,
): Promise<{ home: string; first: Map<string, string> }> {
  const signed = await context.request.post(`${dashboard}/api/session/login`, {
    headers: { Origin: dashboard },
    data: DEMO,
  });
  expect(signed.ok()).toBe(true);
  const list = async (path: string) =>
    (await (await context.request.get(`${dashboard}/api/v1/stores${path}`)).json()).data;
  const store = (await list("")).find((entry: { slug: string }) => entry.slug === "demo");
  const first = new Map<string, string>();
  for (const room of ["products?search=Heron", "orders"]) {
    first.set(room.split("?")[0] ?? room, (await list(`/${store.id}/${room}`))[0].id);
  }
  return { home: `${dashboard}/stores/${store.id}`, first };
}

const nothing = () => Promise.resolve();

test("what opens over pages, on the demo store", async ({ browser }) => {
  test.setTimeout(600_000);
  const context = await browser.newContext({ reducedMotion: "reduce" });
  const { home, first } = await demoStore(context);
  const page = await context.newPage();
  const product = `/products/${first.get("products")}`;
  const order = `/orders/${first.get("orders")}`;
  const button = (name: string | RegExp) => page.getByRole("button", { name }).first();

  /** Opens a page and checks it with each of these open. */
  async function visit(path: string, open: Record<string, () => Promise<unknown>>) {
    await page.goto(path.startsWith("http") ? path : home + path);
    await expect(page.getByRole("heading").first()).toBeVisible();
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
    for (const [name, act] of Object.entries(open)) {
      await act();
      // A menu belongs to its button and to no landmark; axe spares dialogs, not menus.
      const spared = (await page.getByRole("menu").count()) ? ["region"] : [];
      await axe(page, `${path} with ${name}`, { spared });
      await page.keyboard.press("Escape");
    }
  }

  await visit(`${dashboard}/stores/new`, {
    "field errors": () => button("Create store").click(),
  });
  await visit("", {
    "nothing open": nothing,
    palette: async () => {
      await page.keyboard.press("Control+k");
      await page.keyboard.type("kettle");
      await expect(page.getByRole("option", { name: /Heron/ })).toBeVisible();
    },
    shortcuts: () => page.keyboard.press("?"),
    "a menu": () => button(/^Last 30 days/).click(),
  });
  await visit("/products", {
    "the bulk bar": () => page.getByRole("checkbox").nth(1).click(),
  });
  await visit(product, {
    "nothing open": nothing,
    "the unsaved bar": () => page.getByLabel("Vendor").fill("Somebody"),
    "a variant's details": () => button(/^More of/).click(),
  });
  await visit("/inventory", { "the dialog": () => button(/^Adjust/).click() });
  await visit("/categories", { "the dialog": () => button("New category").click() });
  await visit(order, {
    "the parcel form": () => button("Add tracking").click(),
    "the question": () => button("Cancel order").click(),
  });
  await visit("/settings", {
    "a rate": () => button("Add rate").click(),
    "the question": () => button("Delete store").click(),
  });
  await visit(`${dashboard}/nothing-here`, { "nothing open": nothing });

  await page.setViewportSize({ width: 390, height: 844 });
  await visit("", { "more rooms": () => button("More").click() });
  await context.close();
});
