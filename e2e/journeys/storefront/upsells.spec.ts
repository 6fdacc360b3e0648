import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { buy, fillCheckout, shop, unique } from "../support";
import { merchant } from "./merchant";

const euros = (amount: number) => ({ amount, currency: "EUR" });

interface Item {
  title: string;
  quantity: number;
  gross: { amount: number };
  bundle: { title: string } | null;
}

test("volume prices, a bundle and what goes well with it are bought; stock and order are right", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ reducedMotion: "reduce" });
  const owner = await merchant();
  const store = await owner.store();
  const at = (path: string) => `/stores/${store.id}${path}`;
  const make = (title: string, amount: number) =>
    owner.product(store, { title, stock: 20, price: euros(amount) }) as unknown as Promise<{
      id: string;
      variants: { id: string }[];
    }>;
  const mug = await make("Trail Mug", 1000);
  const tea = await make("Forest Tea", 500);
  const jar = await make("Glass Jar", 700);
  const part = (product: typeof mug, quantity: number) => ({
    variant_id: product.variants[0]?.id,
    quantity,
  });
  await owner.call("POST", at("/upsells/volume"), {
    name: "More mugs",
    tiers: [{ quantity: 3, percent_ppm: 100_000 }],
    selection: { products: [mug.id] },
  });
  await owner.call("POST", at("/upsells/bundles"), {
    title: "Tea Time",
    status: "active",
    components: [part(mug, 1), part(tea, 2)],
    pricing: "fixed",
    price: euros(1700),
  });
  await owner.call("POST", at("/upsells/cross-sells"), {
    name: "Jar",
    title: "Keeps it fresh",
    source: "products",
    products: [jar.id],
    placements: ["product", "cart"],
  });

  await page.goto(`${shop(store.slug)}/products/trail-mug`);
  const table = page.getByRole("region", { name: "Buy more, pay less each" });
  await expect(table.getByRole("row", { name: /3 or more €9\.00/ })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Keeps it fresh" })).toBeVisible();
  await axe(page);

  const more = page.getByRole("button", { name: "One more", exact: true });
  await more.click();
  await more.click();
  await page.getByRole("button", { name: "Add to bag" }).first().click();
  const drawer = page.getByRole("dialog", { name: /your bag/i });
  await expect(drawer.getByText("More mugs")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /Add the set/ }).click();
  await expect(drawer.getByText("Trail Mug + 2 × Forest Tea")).toBeVisible();
  // What goes well with the bag is added from there, by keyboard.
  const jarButton = drawer.getByRole("button", { name: /Glass Jar/ }).first();
  await jarButton.focus();
  await page.keyboard.press("Enter");
  await expect(drawer.getByRole("button", { name: "Remove Glass Jar" })).toBeVisible();
  await axe(page);

  await fillCheckout(page, store.slug, `${unique("upsold")}@example.com`);
  await buy(page);
  await page.getByRole("button", { name: /^Pay / }).first().click();
  await page.waitForURL(/\/checkout\/success/);

  const [row] = (await owner.call("GET", at("/orders"))) as { id: string }[];
  const order = (await owner.call("GET", at(`/orders/${row?.id}`))) as unknown as {
    items: Item[];
    trace: { name: string; applied: boolean }[];
  };
  expect(order.trace).toContainEqual(expect.objectContaining({ name: "More mugs", applied: true }));
  const bundled = order.items.filter((item) => item.bundle?.title === "Tea Time");
  expect(bundled.reduce((sum, item) => sum + item.gross.amount, 0)).toBe(1700);
  const sold = (title: string) =>
    order.items
      .filter((item) => item.title === title)
      .reduce((sum, item) => sum + item.quantity, 0);
  expect([sold("Trail Mug"), sold("Forest Tea"), sold("Glass Jar")]).toEqual([4, 2, 1]);
  const left = async (id: string) => {
    const found = (await owner.call("GET", at(`/products/${id}`))) as unknown as {
      variants: { stock: { available: number } | null }[];
    };
    return found.variants[0]?.stock?.available;
  };
  expect([await left(mug.id), await left(tea.id), await left(jar.id)]).toEqual([16, 18, 19]);
});
