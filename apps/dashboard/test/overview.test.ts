import { describe, expect, it } from "vitest";
import type { Overview, StoreSummary } from "@/api/stores";
import { costsOf, costUnknown, keptShare, stripOf } from "@/features/overview/keeping";
import { leftFor } from "@/features/overview/running-out";
import { ordersOf, totalsOf, waitingIn } from "@/features/stores/totals";

const figure = (value: number, previous: number | null = null) => ({ value, previous });

const kept: Overview["kept"] = {
  sold: figure(10_000),
  refunds: figure(500),
  cost: figure(4000),
  shipping: figure(800),
  duty: figure(0),
  fees: figure(200),
  supplier_refunds: figure(300),
  unknown_lines: figure(0),
};
/** 10,000 − 500 − 4,000 − 800 − 0 − 200 + 300. */
const profit = figure(4800);

describe("what you keep", () => {
  it("adds up to the profit", () => {
    const sum = costsOf(kept).reduce((all, { amount }) => all + amount, kept.sold.value);
    expect(sum).toBe(profit.value);
    expect(keptShare(profit.value, kept.sold.value)).toBe(0.48);
    expect(keptShare(-5, 0)).toBeNull();
  });

  it("tells a cost that nobody knows from a cost of zero", () => {
    const unknown_lines = figure(1);
    expect(costUnknown({ cost: figure(0), unknown_lines })).toBe(true);
    expect(costUnknown({ cost: figure(4000), unknown_lines })).toBe(false);
    expect(costUnknown({ cost: figure(0), unknown_lines: figure(0) })).toBe(false);
  });

  it("draws parts that make a whole, and none of nothing", () => {
    const strip = stripOf({ kept, profit });
    expect(strip.map(({ key }) => key)).toEqual(["cost", "shipping", "fees", "refunds", "profit"]);
    expect(strip.reduce((all, { share }) => all + share, 0)).toBeCloseTo(1, 10);
    expect(stripOf({ kept, profit: figure(-1) })).toEqual([]);
    expect(stripOf({ kept: { ...kept, sold: figure(0) }, profit })).toEqual([]);
  });
});

describe("how long stock lasts", () => {
  const now = new Date("2026-11-19T23:30:00Z");
  const row = (available: number, sold_lately: number, policy: "deny" | "backorder" = "deny") =>
    leftFor({ available, sold_lately, policy }, now, "Europe/Berlin");

  it("says the day at the pace of two weeks, by the store's clocks", () => {
    expect(row(6, 14)).toEqual({ kind: "by", days: 6, day: "2026-11-26" });
    expect(row(1, 28)).toEqual({ kind: "by", days: 0, day: "2026-11-20" });
  });

  it("says nothing where nothing sells, or it lasts too long to tell", () => {
    expect(row(5, 0)).toEqual({ kind: "none" });
    expect(row(5, 1)).toEqual({ kind: "none" });
    expect(row(0, 14)).toEqual({ kind: "none" });
    expect(row(-3, 14, "backorder")).toEqual({ kind: "backorder" });
  });
});

describe("all stores", () => {
  const waiting = Object.fromEntries(
    ["to_ship", "on_hold", "fraud", "returns", "disputes", "reviews"].map((key) => [key, 0]),
  );
  const store = (currency: string, revenue: number, orders: number, before: number | null) =>
    ({
      currency,
      revenue: figure(revenue, before),
      profit: figure(revenue / 2, before),
      orders: figure(orders, before),
      waiting: { ...waiting, to_ship: 2 },
      unknown_purchase: { found: 1 },
    }) as unknown as StoreSummary;
  const stores = [store("SEK", 900, 1, 5), store("EUR", 100, 7, 10), store("EUR", 50, 2, 20)];

  it("never adds amounts of different currencies", () => {
    expect(totalsOf(stores, "revenue")).toEqual([
      { currency: "EUR", value: 150, previous: 30, stores: 2 },
      { currency: "SEK", value: 900, previous: 5, stores: 1 },
    ]);
    expect(ordersOf(stores)).toEqual({ value: 10, previous: 35 });
    expect(waitingIn(stores[0] as StoreSummary)).toBe(3);
  });

  it("compares with nothing where one store was not there yet", () => {
    const young = [...stores, store("EUR", 1, 1, null)];
    expect(totalsOf(young, "revenue")[0]?.previous).toBeNull();
    expect(ordersOf(young).previous).toBeNull();
  });
});
