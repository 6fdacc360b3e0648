import { describe, expect, it } from "vitest";
import { itemsOf, type Line, linesOf, moved, settled } from "@/features/site/menu-lines";

const line = (key: string, depth: 0 | 1 = 0): Line => ({
  key,
  label: key,
  kind: "url",
  target_id: null,
  url: `/${key}`,
  title: null,
  hidden: false,
  depth,
});
const names = (lines: readonly Line[]) => lines.map((l) => (l.depth ? `-${l.key}` : l.key));

describe("a menu as lines", () => {
  it("comes back as it was", () => {
    const lines = [line("a"), line("b", 1), line("c", 1), line("d")];
    const items = itemsOf(lines);
    expect(items.map((item) => [item.label, item.items?.map((below) => below.label)])).toEqual([
      ["a", ["b", "c"]],
      ["d", []],
    ]);
    const back = linesOf({
      menu: "header",
      items: items.map((item) => ({
        ...item,
        id: item.label,
        target_id: null,
        url: item.url ?? null,
        title: null,
        path: item.url ?? null,
        items: (item.items ?? []).map((below) => ({
          ...below,
          id: below.label,
          target_id: null,
          url: below.url ?? null,
          title: null,
          path: null,
        })),
      })),
    });
    expect(names(back)).toEqual(["a", "-b", "-c", "d"]);
    expect(back.map((l) => l.hidden)).toEqual([false, true, true, false]);
  });

  it("begins at the top", () => {
    expect(names(settled([line("a", 1), line("b", 1)]))).toEqual(["a", "-b"]);
  });

  it("takes what stands below a line along", () => {
    const lines = [line("a"), line("b", 1), line("c"), line("d", 1), line("e")];
    expect(names(moved(lines, 0, 4))).toEqual(["c", "-d", "e", "a", "-b"]);
    expect(names(moved(lines, 2, 0))).toEqual(["c", "-d", "a", "-b", "e"]);
    expect(names(moved(lines, 0, 1))).toEqual(names(lines));
    // Not into the middle of another group.
    expect(names(moved(lines, 0, 2))).toEqual(["c", "-d", "a", "-b", "e"]);
  });

  it("moves one below line by itself", () => {
    const lines = [line("a"), line("b", 1), line("c")];
    expect(names(moved(lines, 1, 2))).toEqual(["a", "c", "-b"]);
  });
});
