import { describe, expect, it } from "vitest";
import { actsOf, keysOf } from "@/features/research/use-finds";

const draft = { id: "1", state: "needs_review", product_id: null } as const;

describe("what can be decided of a find", () => {
  it.each([
    ["new", null, ["import", "watch", "dismiss"]],
    ["watched", null, ["import", "unwatch", "dismiss"]],
    ["dismissed", null, ["restore"]],
    ["imported", draft, ["undo_import"]],
    // On sale it is taken off sale first, where it is sold.
    ["imported", { ...draft, state: "published" }, []],
    // Its import was dismissed in the review: it may be decided anew.
    ["imported", null, ["import", "watch", "dismiss"]],
    // Somebody imported it from the supplier's own page: that is not research's to undo.
    ["watched", draft, ["unwatch", "dismiss"]],
  ] as const)("%s, import %o", (state, goods_import, acts) => {
    expect(actsOf({ state, goods_import })).toEqual(acts);
  });

  it("has a key for what can be done as it stands, and none for the rest", () => {
    const asked: unknown[] = [];
    const keys = keysOf({
      isPending: false,
      mutate: (wanted: unknown) => asked.push(wanted),
    } as unknown as Parameters<typeof keysOf>[0]);
    const find = { id: "7", state: "dismissed", goods_import: null } as Parameters<
      NonNullable<(typeof keys)[string]>
    >[0];
    for (const key of ["i", "w", "d", "u"]) keys[key]?.(find);
    expect(asked).toEqual([{ ids: ["7"], act: "restore" }]);
  });
});
