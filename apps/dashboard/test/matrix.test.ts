import { describe, expect, it } from "vitest";
import {
  addOption,
  addValue,
  addVariants,
  blankVariant,
  combinationCount,
  combinations,
  MAX_VARIANTS,
  type Matrix,
  missing,
  moveOption,
  removeOption,
  removeValue,
  removeVariant,
  renameOption,
  tooMany,
  variantTitle,
} from "../src/features/products/editor/matrix";

const single: Matrix = {
  options: [],
  variants: [{ ...blankVariant(), id: "v1", sku: "KC-1", price: 8900, stock: 12 }],
};
const titles = (m: Matrix) => m.variants.map((variant) => variantTitle(m.options, variant));
const withColour = addOption(single, "Colour", ["Black", "Bone"]);
const full = addOption(withColour, "Size", ["0.6 L", "1.0 L"]);

describe("option matrix", () => {
  it("gives the first combination the identity of what was there", () => {
    expect(titles(withColour)).toEqual(["Black", "Bone"]);
    expect(withColour.variants.map(({ id, sku, price, stock }) => [id, sku, price, stock])).toEqual(
      [
        ["v1", "KC-1", 8900, 12],
        [null, "", 8900, 0],
      ],
    );
  });

  it("multiplies options, the last changing fastest", () => {
    expect(titles(full)).toEqual([
      "Black / 0.6 L",
      "Black / 1.0 L",
      "Bone / 0.6 L",
      "Bone / 1.0 L",
    ]);
    expect(full.variants[0]?.id).toBe("v1");
  });

  it("adds a value's combinations with the prices of their relatives", () => {
    const dearer = {
      ...full,
      variants: full.variants.map((v) => (v.options.Size === "1.0 L" ? { ...v, price: 9900 } : v)),
    };
    const next = addValue(dearer, 0, " Copper ");
    expect(titles(next).slice(4)).toEqual(["Copper / 0.6 L", "Copper / 1.0 L"]);
    expect(next.variants.map((v) => v.price)).toEqual([8900, 9900, 8900, 9900, 8900, 9900]);
    expect(addValue(next, 0, "Copper")).toBe(next);
    expect(addValue(next, 0, "  ")).toBe(next);
  });

  it("keeps what was left out left out, and says what is missing", () => {
    const less = removeVariant(full, 2);
    expect(missing(less)).toEqual([{ Colour: "Bone", Size: "0.6 L" }]);
    const wider = addOption(less, "Lid", ["Wood", "Steel"]);
    expect(wider.variants).toHaveLength(6);
    expect(missing(wider)).toHaveLength(2);
    const back = addVariants(less, missing(less));
    expect(titles(back)).toEqual(titles(full));
  });

  it("renames without losing identity", () => {
    const renamed = renameOption(full, 0, "Finish");
    expect(renamed.variants[0]).toMatchObject({
      id: "v1",
      options: { Finish: "Black", Size: "0.6 L" },
    });
    expect(Object.keys(renamed.variants[3]?.options ?? {})).not.toContain("Colour");
  });

  it("moves options and orders the variants anew", () => {
    const moved = moveOption(full, 1, 0);
    expect(titles(moved)).toEqual([
      "0.6 L / Black",
      "0.6 L / Bone",
      "1.0 L / Black",
      "1.0 L / Bone",
    ]);
  });

  it("collapses when an option goes, the first of those alike staying", () => {
    const less = removeOption(full, 1);
    expect(titles(less)).toEqual(["Black", "Bone"]);
    expect(less.variants[0]?.id).toBe("v1");
    const none = removeOption(less, 0);
    expect(none.variants).toHaveLength(1);
    expect(none.variants[0]).toMatchObject({ id: "v1", options: {}, sku: "KC-1" });
  });

  it("takes a value's variants with it, and the option with its last value", () => {
    const less = removeValue(full, 0, "Bone");
    expect(titles(less)).toEqual(["Black / 0.6 L", "Black / 1.0 L"]);
    const gone = removeValue(less, 0, "Black");
    expect(gone.options.map((option) => option.name)).toEqual(["Size"]);
    expect(gone.variants).toHaveLength(2);
  });

  it("stops at the API's limits", () => {
    const values = (count: number) => Array.from({ length: count }, (_, at) => `v${at}`);
    const options = [
      { name: "a", values: values(50) },
      { name: "b", values: values(50) },
    ];
    expect(combinationCount(options)).toBe(2500);
    expect(tooMany(options)).toBe(true);
    expect(combinations(options)).toHaveLength(MAX_VARIANTS);
    const big = addOption(addOption(single, "a", values(50)), "b", values(50));
    expect(big.variants.length).toBeLessThanOrEqual(MAX_VARIANTS);
  });
});
