import { describe, expect, it } from "vitest";
import type { PricedVariant, Product } from "../src/api/products";
import { abroadOf, changedPrices } from "../src/features/products/editor/abroad";
import { addValue, blankVariant } from "../src/features/products/editor/matrix";
import { rebase } from "../src/features/products/editor/rebase";
import { editorTexts } from "../src/features/products/editor/texts";
import {
  blankValues,
  type EditorValues,
  editorSchema,
  fromProduct,
  toPatch,
} from "../src/features/products/editor/values";

const price = (currency: string, source: "own" | "rate", amount: number) => ({
  currency,
  source,
  price: amount,
  compare_at_price: null,
  automatic: 2375,
  automatic_compare_at: null,
});

const priced: PricedVariant[] = [
  {
    variant_id: "v1",
    title: "",
    sku: null,
    price: 2499,
    compare_at_price: null,
    prices: [price("CHF", "rate", 2375), price("USD", "own", 2900)],
  },
];

const empty = { price: null, compareAt: null };

function values(abroad: EditorValues["variants"][number]["abroad"]): EditorValues {
  return {
    ...blankValues("Kettle"),
    variants: [{ ...blankVariant(), id: "v1", price: 2499, stock: 1, abroad }],
    version: 3,
  };
}

describe("prices in other currencies", () => {
  it("holds what was set by hand, and nothing where the rate counts", () => {
    expect(abroadOf(priced).get("v1")).toEqual({
      CHF: empty,
      USD: { price: 2900, compareAt: null },
    });
    const product = { variants: [], tags: [], categories: [], options: [], media: [], seo: {} };
    expect(fromProduct(product as unknown as Product, priced).variants).toEqual([]);
  });

  it("sends what differs: a price set, a price taken back, and none that stayed", () => {
    const before = values({ CHF: empty, USD: { price: 2900, compareAt: null }, GBP: empty });
    const now = values({ CHF: { price: 2200, compareAt: 2600 }, USD: empty, GBP: empty });
    expect(changedPrices(before.variants, now.variants)).toEqual([
      {
        variant_id: "v1",
        currency: "CHF",
        price: { amount: 2200, currency: "CHF" },
        compare_at_price: { amount: 2600, currency: "CHF" },
      },
      { variant_id: "v1", currency: "USD", price: null, compare_at_price: null },
    ]);
    expect(changedPrices(before.variants, before.variants)).toEqual([]);
  });

  it("does not touch the product for them", () => {
    const before = values({ CHF: empty });
    const now = values({ CHF: { price: 2200, compareAt: null } });
    expect(toPatch(before, now, "EUR", [])).toEqual({ version: 3 });
  });

  it("gives a new variant none of its sister's", () => {
    const grown = addValue(
      {
        options: [{ name: "Size", values: ["S"] }],
        variants: [
          {
            ...blankVariant(),
            id: "v1",
            options: { Size: "S" },
            abroad: { CHF: { price: 1, compareAt: null } },
          },
        ],
      },
      0,
      "L",
    );
    expect(grown.variants.map((variant) => variant.abroad)).toEqual([
      { CHF: { price: 1, compareAt: null } },
      {},
    ]);
    expect(changedPrices([], grown.variants)).toEqual([]);
  });

  it("refuses a former price alone and amounts nobody can read", () => {
    const schema = editorSchema(editorTexts.translator("en"), "€19.99");
    const paths = (abroad: EditorValues["variants"][number]["abroad"]) =>
      (schema.safeParse(values(abroad)).error?.issues ?? []).map((issue) => issue.path.join("."));
    expect(paths({ CHF: { price: null, compareAt: 2600 } })).toEqual([
      "variants.0.abroad.CHF.compareAt",
    ]);
    expect(paths({ CHF: { price: Number.NaN, compareAt: null } })).toEqual([
      "variants.0.abroad.CHF.price",
    ]);
    expect(paths({ CHF: { price: 2200, compareAt: null }, USD: empty })).toEqual([]);
  });

  it("is kept with what somebody else saved meanwhile", () => {
    const base = values({ CHF: empty });
    const mine = values({ CHF: { price: 2200, compareAt: null } });
    const theirs = { ...values({ CHF: empty }), title: "Better kettle", version: 4 };
    const merged = rebase(base, mine, theirs);
    expect([merged.title, merged.variants[0]?.abroad.CHF?.price]).toEqual(["Better kettle", 2200]);
  });
});
