import { describe, expect, it } from "vitest";
import type { Media } from "../src/api/products";
import { addOption } from "../src/features/products/editor/matrix";
import { editorTexts } from "../src/features/products/editor/texts";
import {
  blankValues,
  changedAlts,
  type EditorValues,
  editorField,
  editorSchema,
  toCreate,
  toPatch,
  untracked,
} from "../src/features/products/editor/values";

const schema = editorSchema(editorTexts.translator("en"), "€19.99");
const picture = (id: string, alt = "") => ({ id, alt }) as Media;

function product(): EditorValues {
  const base = blankValues("Kettle");
  const variant = {
    ...(base.variants[0] as EditorValues["variants"][number]),
    price: 8900,
    stock: 5,
  };
  const grown = addOption({ options: [], variants: [{ ...variant, id: "v1" }] }, "Colour", [
    "Black",
    "Bone",
  ]);
  return { ...base, ...grown, media: [picture("m1"), picture("m2")], version: 7 };
}

const issues = (values: EditorValues) =>
  (schema.safeParse(values).error?.issues ?? []).map((issue) => [
    issue.path.join("."),
    issue.message,
  ]);

describe("what the editor accepts", () => {
  it("wants a title, prices that can be read, and whole stock", () => {
    const values = product();
    const [one, two] = values.variants as [
      EditorValues["variants"][number],
      EditorValues["variants"][number],
    ];
    const bad = {
      ...values,
      title: "  ",
      variants: [
        { ...one, price: null },
        { ...two, price: Number.NaN, stock: null },
      ],
    };
    const found = issues(bad);
    expect(found).toContainEqual(["title", "Give the product a title"]);
    expect(found.map(([path]) => path)).toContain("variants.1.price");
    const priced = {
      ...bad,
      title: "x",
      variants: [
        { ...one, price: null },
        { ...two, stock: null },
      ],
    };
    expect(issues(priced)).toEqual([
      ["variants.0.price", "Enter a price"],
      ["variants.1.stock", "Enter a whole number, 0 or more"],
    ]);
  });

  it("names the variant that has the SKU already", () => {
    const values = product();
    const same = { ...values, variants: values.variants.map((v) => ({ ...v, sku: "KC-1" })) };
    expect(issues(same)).toEqual([
      ["variants.1.sku", "Black already uses this SKU. Give this one its own."],
    ]);
    expect(issues(product())).toEqual([]);
  });
});

describe("what is sent", () => {
  it("sends only what changed, with the version it was read from", () => {
    const before = product();
    expect(toPatch(before, { ...before, title: "New " }, "EUR", [])).toEqual({
      version: 7,
      title: "New",
    });
    const swapped = { ...before, media: [...before.media].reverse() };
    expect(toPatch(before, swapped, "EUR", [])).toEqual({ version: 7, media_ids: ["m2", "m1"] });
    const seo = { ...before, seoTitle: "T" };
    expect(toPatch(before, seo, "EUR", ["k"]).seo).toEqual({
      title: "T",
      description: null,
      keywords: ["k"],
    });
  });

  it("does not send stock that was not touched, so that sales meanwhile are kept", () => {
    const before = product();
    const [one, two] = before.variants as [
      EditorValues["variants"][number],
      EditorValues["variants"][number],
    ];
    const after = {
      ...before,
      variants: [
        { ...one, price: 9900 },
        { ...two, id: null, stock: 3 },
      ],
    };
    const body = toPatch(before, after, "EUR", []);
    expect(body.variants?.[0]).toMatchObject({
      id: "v1",
      price: { amount: 9900, currency: "EUR" },
    });
    expect(body.variants?.[0]).not.toHaveProperty("stock");
    expect(body.variants?.[1]).toMatchObject({ stock: 3, options: { Colour: "Bone" } });
    const counted = { ...before, variants: [{ ...one, stock: 9 }, two] };
    expect(toPatch(before, counted, "EUR", []).variants?.[0]?.stock).toBe(9);
  });

  it("says which variants are no longer counted and which pictures have new words", () => {
    const before = product();
    const off = { ...before, variants: before.variants.map((v) => ({ ...v, tracked: false })) };
    expect(untracked(before, off)).toEqual(["v1"]);
    const worded = { ...before, media: [picture("m1", "A kettle"), picture("m3")] };
    expect(changedAlts(before, worded).map((m) => m.id)).toEqual(["m1"]);
  });

  it("creates with every variant and no stock where it is not tracked", () => {
    const values = product();
    const body = toCreate(
      { ...values, variants: values.variants.map((v) => ({ ...v, id: null, tracked: false })) },
      "JPY",
    );
    expect(body).toMatchObject({
      title: "Kettle",
      status: "draft",
      slug: null,
      price: { amount: 8900, currency: "JPY" },
    });
    expect(body.variants).toHaveLength(2);
    for (const variant of body.variants ?? []) expect(variant).not.toHaveProperty("stock");
  });
});

it.each([
  ["variants.3.sku", "variants.3.sku"],
  ["variants.0.price.amount", "variants.0.price"],
  ["variants.2.compare_at_price", "variants.2.compareAt"],
  ["price", "variants.0.price"],
  ["sku", "variants.0.sku"],
  ["seo.title", "seoTitle"],
  ["slug", "slug"],
])("places the API's %s on the editor's %s", (field, expected) => {
  expect(editorField(field)).toBe(expected);
});
