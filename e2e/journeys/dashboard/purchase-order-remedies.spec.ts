/** Another supplier sends it instead; what the customer got back is complained of at the supplier. */
import { expect } from "@playwright/test";
import { axe } from "../looking";
import { test } from "../platform";
import { unique } from "../support";
import { desk } from "./desk";
import { buysAt, connect, mapped, purchaseIn, sellAtHome } from "./sourced";

test("another supplier takes over, and is complained to for what was given back", async ({
  browser,
}) => {
  test.setTimeout(900_000);
  const shop = await desk(browser, {}, { currency: "USD", country: "US" });
  const { page, at, store } = shop;
  const harbour = await connect(shop, store, "Harbour Trading", { approval: "always" });
  const quay = await connect(shop, store, "Quay Supplies");
  const kettle = await mapped(shop, store, harbour);
  await buysAt(shop, store, quay, kettle, 2);
  await sellAtHome(store, kettle, `${unique("buyer")}@example.com`);
  const first = await purchaseIn(shop, store, "waiting");

  // It waits for a person, who lets somebody else send it.
  await page.goto(at(`/purchase-orders/${first.id}`));
  await expect(page.getByRole("heading", { name: `PO-${first.number}` })).toBeVisible();
  await page.getByRole("button", { name: "Choose supplier" }).click();
  const swap = page.getByRole("dialog", { name: `Replace PO-${first.number}?` });
  const choose = swap.getByRole("button", { name: "Choose a supplier" });
  await expect(choose).toBeDisabled();
  const other = swap.getByRole("radio", { name: /Quay Supplies/ });
  await expect(swap.getByText(/landed/).first()).toBeVisible();
  await axe(page, "who else could send it");
  // Changing one's mind changes nothing.
  await page.keyboard.press("Escape");
  await expect(swap).toBeHidden();
  await expect(page.getByRole("button", { name: "Choose supplier" })).toBeFocused();
  await page.keyboard.press("Enter");
  await other.check();
  await swap.getByRole("button", { name: "Buy at Quay Supplies" }).click();

  // The new purchase order is shown, and goes on by itself; the old one has ended unsent.
  await expect(page.getByRole("heading", { name: `PO-${first.number + 1}` })).toBeVisible({
    timeout: 120_000,
  });
  await expect(page.getByText("Quay Supplies has it, and it is paid")).toBeVisible({
    timeout: 240_000,
  });
  const placed = await purchaseIn(shop, store, "placed");
  expect(placed.number).toBe(first.number + 1);
  const taken = async (at: typeof quay) =>
    Object.values(
      (await at.ask<{ references: Record<string, number> }>("GET", "/panel")).references,
    );
  expect(await taken(harbour)).toEqual([]);
  expect(await taken(quay)).toEqual([1]);
  await page.goto(at(`/purchase-orders/${first.id}`));
  await expect(page.getByText("Cancelled", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Choose supplier" })).toHaveCount(0);

  // Nothing was given back yet: there is nothing to complain of.
  await page.goto(at(`/purchase-orders/${placed.id}`));
  await expect(page.getByText("Quay Supplies has it, and it is paid")).toBeVisible();
  await expect(page.getByRole("button", { name: "Complain", exact: true })).toHaveCount(0);
  // What has left cannot be cancelled any more: from here on there is only the complaint.
  const purchase = `/v1/stores/${store.id}/purchase-orders/${placed.id}`;
  const its = await shop.call<{ supplier_ref: string }>("GET", purchase);
  await quay.ask("POST", `/panel/orders/${its.supplier_ref}`, { act: "delivered" });
  await page.getByRole("button", { name: "Ask Quay Supplies now" }).click();
  await expect
    .poll(async () => (await shop.call<{ status: string }>("GET", purchase)).status, {
      timeout: 120_000,
    })
    .toBe("delivered");
  const sold = `/v1/stores/${store.id}/orders/${placed.order_id}`;
  const { items } = await shop.call<{ items: { id: string }[] }>("GET", sold);
  await shop.call("POST", `${sold}/refunds`, {
    lines: [{ item_id: items[0]?.id, quantity: 1 }],
    reason: "damaged",
  });

  await page.reload();
  await page.getByRole("button", { name: "Complain", exact: true }).click();
  const complaint = page.getByRole("dialog", { name: "Complain to Quay Supplies?" });
  await expect(complaint.getByText(/1 × Gooseneck Pour-Over Kettle/)).toBeVisible();
  await complaint.getByRole("button", { name: "Send complaint" }).click();
  await expect(complaint.getByText("Say what is wrong")).toBeVisible();
  await axe(page, "a complaint without words");
  await complaint
    .getByLabel("Your words to the supplier")
    .fill(`The spout is <b>bent</b>. ${"It drips on the table. ".repeat(20)}`);
  await axe(page, "a complaint");
  await complaint.getByRole("button", { name: "Send complaint" }).click();
  await expect(complaint).toBeHidden({ timeout: 60_000 });

  // It is sent once, under the supplier's number, and the page says so.
  await expect(page.getByText("A complaint is open at Quay Supplies")).toBeVisible({
    timeout: 240_000,
  });
  await expect(page.getByRole("button", { name: "Complain", exact: true })).toHaveCount(0);
  const complaints = page.getByRole("listitem").filter({ hasText: /^Complaint of/ });
  await expect(complaints.getByText("Open", { exact: true })).toBeVisible();
  await expect(complaints.getByText(/The spout is <b>bent<\/b>/)).toBeVisible();
  await axe(page, "a disputed purchase order");
  const rows = await shop.call<{ status: string }[]>(
    "GET",
    `/v1/stores/${store.id}/purchase-disputes?view=open`,
  );
  expect(rows.map((row) => row.status)).toEqual(["open"]);

  // A change of mind: the supplier is asked for nothing, and the goods may be complained of again.
  await complaints.getByRole("button", { name: "Take it back" }).click();
  const back = page.getByRole("alertdialog", { name: "Take this complaint back?" });
  await axe(page, "a complaint to be taken back");
  await back.getByRole("button", { name: "Take it back" }).click();
  await expect(complaints.getByText("Taken back")).toBeVisible({ timeout: 240_000 });
  await expect(page.getByText("A complaint is open at Quay Supplies")).toHaveCount(0);
  await shop.close();
});
