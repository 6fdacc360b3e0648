import { describe, expect, it } from "vitest";
import { optionPaints } from "@/islands/product/paints";
import { pictureNamed } from "@/islands/product/show-picture";
import { packProduct, Variants } from "@/islands/product/variants";
import type { Product } from "@/lib/api-types";

type Options = Record<string, string>;

function product(options: [string, string[]][], stock: (o: Options) => number): Product {
  const combos = options.reduce<Options[]>(
    (all, [name, values]) => all.flatMap((o) => values.map((value) => ({ ...o, [name]: value }))),
    [{}],
  );
  return {
    id: "p",
    slug: "p",
    title: "P",
    description: "",
    vendor: null,
    product_type: null,
    tags: [],
    images: [],
    options: options.map(([name, values]) => ({ name, values })),
    variants: combos.map((o, i) => ({
      id: `v${i}`,
      title: Object.values(o).join(" / "),
      options: o,
      sku: null,
      price: { amount: 1000 + i, currency: "EUR" },
      compare_at_price: i === 0 ? { amount: 2000, currency: "EUR" } : null,
      available: stock(o) > 0,
      left: stock(o) > 0 && stock(o) <= 5 ? stock(o) : null,
      prior_price: i === 0 ? { amount: 1200, currency: "EUR" } : null,
    })),
    categories: [],
    seo: { title: null, description: null, keywords: [] },
    breadcrumb: [],
    is_gift_card: false,
    safety: null,
    related: [],
    rating: null,
    updated_at: "2026-01-01T00:00:00Z",
  };
}

const kettle = product(
  [
    ["Colour", ["Ink", "Sage", "Brass"]],
    ["Size", ["S", "L"]],
  ],
  ({ Colour, Size }) => (Colour === "Brass" ? 0 : Colour === "Ink" && Size === "S" ? 0 : 3),
);

describe("choosing a variant", () => {
  const variants = new Variants(packProduct(kettle, "EUR"));

  it("begins with the first that can be bought, or the one asked for", () => {
    expect(variants.start(null)).toEqual([0, 1]);
    expect(variants.start("v5")).toEqual([2, 1]);
    expect(variants.start("unknown")).toEqual([0, 1]);
  });

  it("finds price, former price and stock", () => {
    expect(variants.find([0, 0])).toMatchObject({
      id: "v0",
      price: { amount: 1000 },
      before: { amount: 2000 },
      prior: { amount: 1200 },
      available: false,
      left: null,
    });
    expect(variants.find([1, 1])).toMatchObject({
      before: null,
      prior: null,
      available: true,
      left: 3,
    });
    expect(variants.find([9, 9])).toBeNull();
  });

  it("crosses what leads to nothing with the other choices as they are", () => {
    expect(variants.isOut(0, 2, [0, 1])).toBe(true);
    expect(variants.isOut(1, 0, [0, 1])).toBe(true);
    expect(variants.isOut(1, 0, [1, 1])).toBe(false);
  });

  it("works without options, and with all sold out", () => {
    const plain = new Variants(
      packProduct(
        product([], () => 9),
        "EUR",
      ),
    );
    expect(plain.find(plain.start(null))).toMatchObject({ id: "v0", left: null });
    const gone = new Variants(
      packProduct(
        product([["Size", ["S", "M"]]], () => 0),
        "EUR",
      ),
    );
    expect(gone.anyAvailable).toBe(false);
    expect(gone.start(null)).toEqual([0]);
  });

  it("holds 2,048 variants and stays small and quick", () => {
    const many = product(
      [
        ["Colour", Array.from({ length: 32 }, (_, i) => `C${i}`)],
        ["Size", Array.from({ length: 16 }, (_, i) => `${i}`)],
        ["Cut", ["A", "B", "C", "D"]],
      ],
      () => 9,
    );
    const packed = packProduct(many, "EUR");
    expect(packed.variants).toHaveLength(2048);
    expect(JSON.stringify(packed).length).toBeLessThan(2048 * 40 + 1000);
    expect(new Variants(packed).find([31, 15, 3])?.id).toBe("v2047");
  });
});

describe("swatches", () => {
  it("need a colour's name and a paint for every value", () => {
    expect(optionPaints("Colour", ["Ink", "Brushed steel"])).toHaveLength(2);
    expect(optionPaints("Farbe", ["Sage"])).toHaveLength(1);
    expect(optionPaints("Colour", ["Ink", "Galaxy dust"])).toBeNull();
    expect(optionPaints("Size", ["Red"])).toBeNull();
    expect(optionPaints("Colour", ["constructor"])).toBeNull();
  });

  it("show two colours side by side", () => {
    expect(optionPaints("Colour", ["Clay and sea"])?.[0]).toMatch(/^linear-gradient/);
  });
});

describe("the picture of a choice", () => {
  it("is the first whose text names it as a word", () => {
    const texts = ["Kettle", "In Sage", "Sagebrush", "Brushed steel"];
    expect(pictureNamed(texts, ["Sage"])).toBe(1);
    expect(pictureNamed(texts, ["Brushed steel"])).toBe(3);
    expect(pictureNamed(texts, ["Clay", ""])).toBe(-1);
    expect(pictureNamed(["a.b"], ["."])).toBe(-1);
  });
});
