import { expect, test } from "vitest";
import { applied, dropped, placed, stepped } from "../src/features/categories/moves";
import { type Category, treeOf } from "../src/features/categories/tree";

function make(id: string, parent_id: string | null, position: number): Category {
  return {
    id,
    name: id,
    slug: id,
    description: null,
    parent_id,
    position,
    image: null,
    seo: { title: null, description: null },
    products: 0,
  };
}

const ALL = [
  make("a", null, 0),
  make("a1", "a", 0),
  make("a2", "a", 1),
  make("b", null, 1),
  make("c", null, 1),
];

const shown = (all: readonly Category[]) =>
  treeOf(all).map(({ category, depth }) => "-".repeat(depth) + category.id);

const after = (moves: ReturnType<typeof stepped>) => shown(applied(ALL, moves ?? []));

test("a step up or down changes places with a sibling", () => {
  expect(after(stepped(ALL, "c", "up"))).toEqual(["a", "-a1", "-a2", "c", "b"]);
  expect(after(stepped(ALL, "a", "down"))).toEqual(["b", "a", "-a1", "-a2", "c"]);
  expect(stepped(ALL, "a", "up")).toBeNull();
  expect(stepped(ALL, "c", "down")).toBeNull();
  expect(stepped(ALL, "a2", "down")).toBeNull();
});

test("a step in goes to the end of the sibling above, a step out behind the parent", () => {
  expect(after(stepped(ALL, "b", "in"))).toEqual(["a", "-a1", "-a2", "-b", "c"]);
  expect(after(stepped(ALL, "a1", "out"))).toEqual(["a", "-a2", "a1", "b", "c"]);
  expect(stepped(ALL, "a", "in")).toBeNull();
  expect(stepped(ALL, "a", "out")).toBeNull();
});

test("nothing stands inside itself, or deeper than the API lets it", () => {
  expect(placed(ALL, "a", "a1", 0)).toBeNull();
  expect(dropped(ALL, "a", "a2")).toBeNull();
  const deep = ["1", "2", "3", "4", "5", "6"].map((id, n, ids) => make(id, ids[n - 1] ?? null, 0));
  const tree = [...deep, make("x", "5", 1), make("y", null, 1), make("y1", "y", 0)];
  expect(stepped(tree, "x", "in")).toBeNull();
  expect(placed(tree, "y", "5", 0)).toBeNull();
  expect(placed(tree, "y", "4", 0)).not.toBeNull();
});

test("a drop takes the place of the row it was let go on", () => {
  expect(after(dropped(ALL, "c", "a"))).toEqual(["c", "a", "-a1", "-a2", "b"]);
  expect(after(dropped(ALL, "a", "c"))).toEqual(["b", "c", "a", "-a1", "-a2"]);
  expect(after(dropped(ALL, "b", "a1"))).toEqual(["a", "-b", "-a1", "-a2", "c"]);
  expect(dropped(ALL, "b", "b")).toBeNull();
});

test("only what changes is told", () => {
  expect(placed(ALL, "c", null, 2)).toEqual([{ id: "c", parent_id: null, position: 2 }]);
});
