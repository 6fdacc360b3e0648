import { describe, expect, it } from "vitest";
import type { Entry } from "../src/api/activity";
import { changesOf, nameOf, words } from "../src/features/activity/words";

const entry = (before: Entry["before"], after: Entry["after"]): Entry => ({
  id: "1",
  at: "2026-11-22T10:00:00Z",
  store_id: null,
  actor: { kind: "system", id: null, name: null },
  action: "product.update",
  resource_type: "product",
  resource_id: null,
  before,
  after,
  request_id: null,
  denied: false,
});

describe("an entry of the log", () => {
  it("reads a code as words", () => {
    expect(words("product.bulk_status")).toBe("Product: bulk status");
    expect(words("compare_at_price")).toBe("Compare at price");
    expect(words("")).toBe("");
  });

  it("is named by what it is since, else by what it was", () => {
    expect(nameOf(entry({ title: "Old" }, { title: "New" }))).toBe("New");
    expect(nameOf(entry({ name: "Gone" }, null))).toBe("Gone");
    expect(nameOf(entry(null, { number: 1007 }))).toBe("#1007");
    expect(nameOf(entry(null, null))).toBeNull();
  });

  it("shows what changed, and counts what did not", () => {
    const price = (amount: number) => ({ amount, currency: "EUR" });
    const { changed, same } = changesOf(
      entry(
        { title: "Pot", price: price(100), tags: ["a"], sku: null },
        { title: "Pot", price: price(200), tags: ["a"], sku: "P-1" },
      ),
    );
    expect(same).toBe(2);
    expect(changed).toEqual([
      {
        field: "price",
        before: '{"amount":100,"currency":"EUR"}',
        after: '{"amount":200,"currency":"EUR"}',
      },
      { field: "sku", before: null, after: "P-1" },
    ]);
  });
});
