/** The guide's pictures of dropshipping: a store that buys at the simulated supplier. */
import { expect, test } from "@playwright/test";
import { type Desk, desk } from "../journeys/dashboard/desk";
import {
  connect,
  mapped,
  purchaseIn,
  type SupplierDesk,
  sellAtHome,
  silent,
} from "../journeys/dashboard/sourced";
import { mailedLink, unique } from "../journeys/support";
import { shot } from "./shot";

/** Three of the supplier's products as drafts that wait for a person. */
async function drafts({ call, store }: Desk, supplier: SupplierDesk): Promise<void> {
  const path = `/v1/stores/${store.id}`;
  const goods: { supplier_id: string; external_id: string }[] = [];
  for (const external_id of ["SIM1002", "SIM1003", "SIM1004"]) {
    await call("POST", `${path}/suppliers/${supplier.id}/products`, { external_id });
    goods.push({ supplier_id: supplier.id, external_id });
  }
  await call("POST", `${path}/goods-imports`, { goods });
  await expect
    .poll(
      async () =>
        (await call<unknown[]>("GET", `${path}/goods-imports/items?state=needs_review`)).length,
      { timeout: 120_000 },
    )
    .toBe(goods.length);
}

test("a store that buys at a supplier", async ({ browser }) => {
  test.setTimeout(600_000);
  const screen = { viewport: { width: 1280, height: 820 }, deviceScaleFactor: 1.5 };
  const shop = await desk(browser, screen, {
    currency: "USD",
    country: "US",
    name: "Slow Morning",
  });
  const { page, at, store } = shop;
  await page.goto(await mailedLink(page, shop.email, "verify"));
  await expect(page.getByRole("heading", { name: "Your address is confirmed" })).toBeVisible();
  const supplier = await connect(shop, store);
  await drafts(shop, supplier);
  const kettle = await mapped(shop, store, supplier);
  await sellAtHome(store, kettle, "robin.hale@example.com");
  const placed = await purchaseIn(shop, store, "placed");
  await silent(supplier);
  await sellAtHome(store, kettle, `${unique("sam")}@example.com`);
  const lost = await purchaseIn(shop, store, "unknown");

  await page.goto(at("/suppliers"));
  await shot(page, "suppliers");
  await page.goto(at("/find-products"));
  await expect(
    page
      .locator("[data-card]")
      .getByText(/^From /)
      .first(),
  ).toBeVisible();
  await shot(page, "find");
  await page.goto(at("/import-review"));
  await shot(page, "import-review");
  await page.goto(at("/price-rules/new"));
  await page.getByLabel("Name", { exact: true }).fill("Twice what it costs");
  await page.getByLabel("Cost times").fill("2");
  const preview = page.getByRole("region", { name: "What it would do now" });
  await expect(preview.getByText("Kettle for slow mornings")).toBeVisible();
  await shot(page, "price-rule");
  await page.goto(at("/purchase-orders"));
  await shot(page, "purchase-orders");
  await page.goto(at(`/purchase-orders/${lost.id}`));
  await shot(page, "purchase-order");
  await page.goto(at(`/orders/${placed.order_id}`));
  const earned = page.getByRole("heading", { name: "True profit" });
  await earned.scrollIntoViewIfNeeded();
  await shot(page, "profit");
  await shop.close();
});
