import { ApiError } from "@ecomm/api-client";
import { describe, expect, it } from "vitest";
import type { Way } from "@/api/mappings";
import type { SupplierHealth } from "@/api/suppliers";
import { addressOf, columnsOf, pictureTrouble, step } from "@/features/finding/grid";
import {
  byVariant,
  firstBlock,
  leading,
  moved,
  nameOf,
  nextPriority,
  travel,
} from "@/features/mappings/plain";
import { missingFields, toSend } from "@/features/suppliers/credential-fields";
import {
  costRange,
  percentToPpm,
  ppmToPercent,
  shares,
  spentRatio,
  whole,
} from "@/features/suppliers/figures";
import { needsCredentials, supplierTrouble, supplierWords } from "@/features/suppliers/trouble";

const refusal = (status: number, code: string, message = "") =>
  new ApiError(status, code, "Refused.", [{ field: "credentials", code, message }]);

describe("what went wrong at a supplier", () => {
  it.each([
    [new ApiError(0, "network", "…"), "network"],
    [refusal(503, "unavailable"), "silent"],
    [refusal(422, "credentials_refused"), "credentials"],
    [refusal(409, "supplier_closed"), "closed"],
    [refusal(409, "supplier_declined"), "declined"],
    [refusal(409, "account_connected"), "twice"],
    [refusal(500, "internal"), "unknown"],
    [new TypeError("x"), "unknown"],
  ])("%s is %s", (error, trouble) => expect(supplierTrouble(error)).toBe(trouble));

  it("gives the supplier's own words only where it spoke", () => {
    expect(supplierWords(refusal(422, "credentials_refused", "Revoked."))).toBe("Revoked.");
    expect(supplierWords(refusal(503, "unavailable", "Try again."))).toBeNull();
    expect(supplierWords(refusal(409, "supplier_declined", ""))).toBeNull();
  });

  it("knows what new credentials mend", () => {
    expect(needsCredentials("closed")).toBe(true);
    expect(needsCredentials("silent")).toBe(false);
  });
});

describe("credentials", () => {
  const field = { label: "Key", secret: true, help: "" };
  const fields = [
    { ...field, name: "key", required: true },
    { ...field, name: "shop", required: false },
  ];
  it("misses what is required and blank", () => {
    expect(missingFields(fields, { key: "  " }, (label) => `Enter ${label}`)).toEqual({
      key: "Enter Key",
    });
    expect(missingFields(fields, { key: "k" }, String)).toEqual({});
  });
  it("sends what was typed, trimmed, and nothing of another kind", () => {
    expect(toSend(fields, { key: " k ", shop: "", other: "x" })).toEqual({ key: "k" });
  });
});

describe("figures", () => {
  it("spends against the cap, and a cap of nothing is reached", () => {
    expect(spentRatio({ spent_today: 5, daily_spend_cap: null })).toBeNull();
    expect(spentRatio({ spent_today: 5, daily_spend_cap: 20 })).toBe(0.25);
    expect(spentRatio({ spent_today: 30, daily_spend_cap: 20 })).toBe(1);
    expect(spentRatio({ spent_today: 0, daily_spend_cap: 0 })).toBe(1);
  });
  it("shows one cost or a range, and none where it is unknown", () => {
    const costs = { cost_from: 300, cost_to: 450, currency: "EUR" };
    expect(costRange(costs, "en")).toBe("€3.00 – €4.50");
    expect(costRange({ ...costs, cost_to: 300 }, "en")).toBe("€3.00");
    expect(costRange({ cost_from: null, cost_to: null, currency: null }, "en")).toBeNull();
  });
  it("counts what is too old as unknown", () => {
    const health = { in_stock: 2, doubtful: 0, out: 1, unknown: 1, stale: 3, gone: 0 };
    expect(shares(health as SupplierHealth)).toEqual([
      { name: "in_stock", count: 2 },
      { name: "out", count: 1 },
      { name: "unknown", count: 4 },
    ]);
  });
  it("reads percent and whole numbers as typed", () => {
    expect(percentToPpm("10")).toBe(100_000);
    expect(percentToPpm("12,5")).toBe(125_000);
    expect(percentToPpm("1001")).toBeNull();
    expect(percentToPpm("-1")).toBeNull();
    expect(percentToPpm("")).toBeNull();
    expect(ppmToPercent(125_000)).toBe("12.5");
    expect(whole("7", 0, 10)).toBe(7);
    expect(whole("11", 0, 10)).toBeNull();
    expect(whole("1.5", 0, 10)).toBeNull();
  });
});

describe("a grid of cards", () => {
  it("moves by one or by a row, and never out of it", () => {
    expect(step("ArrowRight", 0, 5, 3)).toBe(1);
    expect(step("ArrowLeft", 0, 5, 3)).toBeNull();
    expect(step("ArrowDown", 1, 5, 3)).toBe(4);
    expect(step("ArrowDown", 2, 5, 3)).toBeNull();
    expect(step("ArrowUp", 4, 5, 3)).toBe(1);
    expect(step("End", 0, 5, 3)).toBe(4);
    expect(step("a", 0, 5, 3)).toBeNull();
  });
  it("counts columns by where cards stand", () => {
    expect(columnsOf([10, 10, 10, 90, 90])).toBe(3);
    expect(columnsOf([10, 10])).toBe(2);
    expect(columnsOf([])).toBe(1);
  });
  it("tells addresses from words", () => {
    expect(addressOf(" https://shop.example/item/1 ")).toBe("https://shop.example/item/1");
    expect(addressOf("copper kettle")).toBeNull();
    expect(addressOf("javascript:alert(1)")).toBeNull();
  });
  it("takes pictures up to 5 MB", () => {
    expect(pictureTrouble({ size: 10, type: "image/png" })).toBeNull();
    expect(pictureTrouble({ size: 6_000_000, type: "image/png" })).toBe("large");
    expect(pictureTrouble({ size: 10, type: "image/svg+xml" })).toBe("kind");
  });
});

const way = (fields: Partial<Way>): Way =>
  ({ id: "w", variant_id: "v", priority: 1, blocked: [], lanes: [], days: null, ...fields }) as Way;
const lane = { method: "m", currency: "EUR", tracked: true, duty: 0 };

describe("ways", () => {
  it("are sorted by priority for each variant, and the first that works leads", () => {
    const found = byVariant([
      way({ id: "b", priority: 2 }),
      way({ id: "a", priority: 1, blocked: ["out"] }),
      way({ id: "c", variant_id: "w" }),
    ]);
    const own = found.get("v") ?? [];
    expect(own.map((one) => one.id)).toEqual(["a", "b"]);
    expect(leading(own)?.id).toBe("b");
    expect(leading([way({ id: "a", blocked: ["out"] })])?.id).toBe("a");
    expect(leading([])).toBeUndefined();
  });
  it("say first what a person has to mend", () => {
    expect(firstBlock({ blocked: ["stale", "broken"] })).toBe("broken");
    expect(firstBlock({ blocked: [] })).toBeNull();
  });
  it("get the next free priority, and one between where the last is taken", () => {
    expect(nextPriority([])).toBe(1);
    expect(nextPriority([{ priority: 3 }])).toBe(4);
    expect(nextPriority([{ priority: 99 }, { priority: 98 }])).toBe(97);
  });
  it("change places, but not beyond the ends", () => {
    expect(moved(["a", "b", "c"], "c", -1)).toEqual(["a", "c", "b"]);
    expect(moved(["a", "b", "c"], "a", 1)).toEqual(["b", "a", "c"]);
    expect(moved(["a", "b"], "a", -1)).toBeNull();
    expect(moved(["a"], "x", 1)).toBeNull();
  });
  it("travel as long as the slowest parcel of the cheapest lanes", () => {
    const found = travel(
      way({
        days: 12,
        lanes: [
          { ...lane, warehouse: "CN", name: "Standard", cost: 300, min_days: 7, max_days: 12 },
          { ...lane, warehouse: "CN", name: "Express", cost: 900, min_days: 2, max_days: 5 },
          { ...lane, warehouse: "DE", name: "Post", cost: 100, min_days: 1, max_days: 3 },
        ],
      }),
    );
    expect(found).toEqual({ name: "Standard, Post", min: 7, max: 12, tracked: true });
    expect(travel(way({}))).toBeNull();
  });
  it("name a variant once where it is the product", () => {
    expect(nameOf({ product_title: "Mug", variant_title: "Blue" })).toBe("Mug, Blue");
    expect(nameOf({ product_title: "Mug", variant_title: "Mug" })).toBe("Mug");
  });
});
