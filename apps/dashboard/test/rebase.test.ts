import { describe, expect, it } from "vitest";
import type { Media } from "../src/api/products";
import { blankVariant } from "../src/features/products/editor/matrix";
import { rebase } from "../src/features/products/editor/rebase";
import { blankValues, type EditorValues, toPatch } from "../src/features/products/editor/values";

const picture = (id: string, alt = ""): Media => ({ id, alt }) as Media;

const base: EditorValues = {
  ...blankValues("Kettle"),
  version: 1,
  options: [{ name: "Size", values: ["S", "L"] }],
  variants: [
    { ...blankVariant(), id: "s", options: { Size: "S" }, price: 1000, stock: 10 },
    { ...blankVariant(), id: "l", options: { Size: "L" }, price: 1200, stock: 4 },
  ],
  media: [picture("a"), picture("b")],
};

const edit = (values: EditorValues, change: (copy: EditorValues) => void): EditorValues => {
  const copy = structuredClone(values);
  change(copy);
  return copy;
};
const variant = (values: EditorValues, at: number) => {
  const found = values.variants[at];
  if (!found) throw new Error(`no variant ${at}`);
  return found;
};

describe("two people change one product", () => {
  it("keeps both where they changed different fields", () => {
    const mine = edit(base, (copy) => {
      copy.title = "Better kettle";
    });
    const theirs = edit(base, (copy) => {
      copy.vendor = "Brewhaus";
      copy.version = 2;
    });
    const merged = rebase(base, mine, theirs);
    expect(merged).toMatchObject({ title: "Better kettle", vendor: "Brewhaus", version: 2 });
    expect(toPatch(theirs, merged, "EUR", [])).toEqual({ version: 2, title: "Better kettle" });
  });

  it("keeps mine where both changed the same field", () => {
    const mine = edit(base, (copy) => {
      copy.title = "Mine";
    });
    const theirs = edit(base, (copy) => {
      copy.title = "Theirs";
    });
    expect(rebase(base, mine, theirs).title).toBe("Mine");
  });

  it("does not send stock that only they changed", () => {
    const mine = edit(base, (copy) => {
      variant(copy, 0).price = 900;
    });
    const theirs = edit(base, (copy) => {
      variant(copy, 0).stock = 7; // three were sold and shipped meanwhile
      copy.version = 2;
    });
    const merged = rebase(base, mine, theirs);
    expect(variant(merged, 0)).toMatchObject({ price: 900, stock: 7 });
    const sent = toPatch(theirs, merged, "EUR", []).variants ?? [];
    expect(sent.map((entry) => entry.id)).toEqual(["s", "l"]);
    expect(sent.some((entry) => "stock" in entry)).toBe(false);
  });

  it("keeps a variant and a picture they added", () => {
    const mine = edit(base, (copy) => {
      copy.media.reverse();
      variant(copy, 1).sku = "KT-L";
    });
    const theirs = edit(base, (copy) => {
      copy.options = [{ name: "Size", values: ["S", "L", "XL"] }];
      copy.variants.push({ ...blankVariant(), id: "xl", options: { Size: "XL" }, price: 1500 });
      copy.media.push(picture("c"));
    });
    const merged = rebase(base, mine, theirs);
    expect(merged.variants.map((entry) => [entry.id, entry.sku])).toEqual([
      ["s", ""],
      ["l", "KT-L"],
      ["xl", ""],
    ]);
    expect(merged.media.map((entry) => entry.id)).toEqual(["b", "a", "c"]);
  });

  it("leaves out what they removed, unless I worked on it", () => {
    const mine = edit(base, (copy) => {
      copy.options = [{ name: "Size", values: ["S", "L", "M"] }];
      copy.variants.push({ ...blankVariant(), options: { Size: "M" }, price: 1100 });
      variant(copy, 1).price = 1300;
      copy.media = [picture("b", "Spout"), picture("a"), picture("new")];
    });
    const theirs = edit(base, (copy) => {
      copy.variants = [];
      copy.media = [picture("b")];
    });
    const merged = rebase(base, mine, theirs);
    expect(merged.variants.map((entry) => [entry.id, entry.options.Size])).toEqual([
      [null, "L"],
      [null, "M"],
    ]);
    expect(merged.media).toEqual([picture("b", "Spout"), picture("new")]);
  });
});
