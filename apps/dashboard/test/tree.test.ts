import { expect, it } from "vitest";
import { type Category, treeOf, within } from "../src/features/categories/tree";

const make = (id: string, parent: string | null, position = 0): Category => ({
  id,
  name: id,
  slug: id,
  description: null,
  parent_id: parent,
  position,
  image: null,
  seo: { title: null, description: null },
  products: 0,
});
const read = (list: Category[]) =>
  treeOf(list).map(({ category, depth }) => `${"-".repeat(depth)}${category.id}`);

it("reads children after their parent, by position and name", () => {
  const list = [
    make("b", null),
    make("a2", "a", 1),
    make("a", null),
    make("a1", "a", 0),
    make("x", "a1"),
  ];
  expect(read(list)).toEqual(["a", "-a1", "--x", "-a2", "b"]);
});

it("loses nothing to a missing parent or a circle", () => {
  expect(read([make("a", "gone"), make("p", "q"), make("q", "p")])).toEqual(["a", "p", "-q"]);
});

it("knows what is inside a category", () => {
  const list = [make("a", null), make("b", "a"), make("c", "b"), make("d", null)];
  expect([...within(list, "a")].sort()).toEqual(["a", "b", "c"]);
});
