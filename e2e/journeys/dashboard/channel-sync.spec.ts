/** A shop elsewhere is kept in step: switched on, sold there and here, oversold, seen to. */
import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { livelyShop } from "../support";
import { desk } from "./desk";

interface Made {
  id: string;
}
const LONG = 180_000;

test("two shops sell from one shelf, and a sale too many is seen", async ({ browser }) => {
  test.setTimeout(900_000);
  const shop = await desk(browser);
  const { page, at } = shop;
  const base = `/v1/stores/${shop.store.id}`;
  const channel = await shop.call<Made>("POST", `${base}/sales-channels`, {
    adapter: "woocommerce",
    credentials: livelyShop.credentials,
  });
  const begun = await shop.call<Made>("POST", `${base}/migrations`, {
    channel_id: channel.id,
    dry_run: false,
    entities: ["products"],
  });
  await expect
    .poll(
      async () =>
        (await shop.call<{ status: string }>("GET", `${base}/migrations/${begun.id}`)).status,
      { timeout: LONG },
    )
    .toBe("done");

  // Off at first: the panel says so, and leads to the switch.
  await page.goto(at("/channels"));
  const panel = page.getByRole("region", { name: "Nordlicht & Friends" });
  await expect(panel.getByText("Not kept in step")).toBeVisible();
  await panel.getByRole("link", { name: "Stock and orders" }).click();
  await expect(
    page.getByRole("heading", { name: "Nordlicht & Friends: stock and orders" }),
  ).toBeVisible();
  await axe(page, "off");
  await page.getByRole("switch", { name: "Keep stock in step" }).click();
  await expect(page.getByText("In step", { exact: true }).first()).toBeVisible({ timeout: LONG });
  await axe(page, "in step");

  // What is counted here is set there.
  const [found] = await shop.call<{ variant_id: string; product_title: string }[]>(
    "GET",
    `${base}/inventory?search=SKU-0001-1`,
  );
  await shop.call("PATCH", `${base}/inventory/${found?.variant_id}`, { on_hand: 4 });
  await expect.poll(() => livelyShop.left(0), { timeout: LONG }).toBe(4);

  // What is sold there is taken here; what is not here is oversold, and said.
  await livelyShop.buy(0, 3);
  await livelyShop.buy(0, 2);
  await page.getByRole("button", { name: "Bring in step now" }).click();
  await expect(page.getByText("1 unit sold there is not here")).toBeVisible({
    timeout: LONG,
  });
  await page.getByRole("button", { name: "See the orders" }).click();
  await expect(page.getByText("1 not here")).toBeVisible();
  await axe(page, "oversold");
  await page.getByRole("button", { name: "Seen to" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Seen to" }).click();
  await expect(page.getByText("Nothing is oversold")).toBeVisible();

  await page.getByRole("button", { name: "What was done" }).click();
  for (const words of ["Switched on", "Set there", "Order took units", "Oversold"])
    await expect(page.getByRole("table").getByText(words).first()).toBeVisible();
  await axe(page, "what was done");

  // Stopped: asked first.
  await page.getByRole("switch", { name: "Keep stock in step" }).click();
  const asked = page.getByRole("alertdialog");
  await expect(asked).toContainText("What its orders took stays taken");
  await asked.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByText("Not kept in step")).toBeVisible();
  await shop.close();
});
