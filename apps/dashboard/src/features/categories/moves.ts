import { type Category, treeOf, within } from "./tree";

/** As the API counts: a tree is at most this deep. */
export const MAX_DEPTH = 6;

/** One category's new place. */
export interface Move {
  id: string;
  parent_id: string | null;
  position: number;
}

export type Step = "up" | "down" | "in" | "out";

const siblingsOf = (all: readonly Category[], parent: string | null): Category[] =>
  treeOf(all)
    .map(({ category }) => category)
    .filter((category) => category.parent_id === parent);

/** Levels of a category with what is inside it. */
function height(all: readonly Category[], id: string): number {
  const below = all.filter((category) => category.parent_id === id);
  return 1 + Math.max(0, ...below.map((category) => height(all, category.id)));
}

function depth(all: readonly Category[], id: string | null): number {
  let above = 0;
  for (let at = id; at !== null && above <= all.length; above += 1) {
    at = all.find((category) => category.id === at)?.parent_id ?? null;
  }
  return above;
}

/**
 * What changes when a category comes to stand at a place among a parent's children: itself and
 * the siblings that make room. Null where it cannot stand there: inside itself, or too deep.
 */
export function placed(
  all: readonly Category[],
  id: string,
  parent: string | null,
  index: number,
): Move[] | null {
  const moved = all.find((category) => category.id === id);
  if (!moved || (parent !== null && within(all, id).has(parent))) return null;
  if (depth(all, parent) + height(all, id) > MAX_DEPTH) return null;
  const others = siblingsOf(all, parent).filter((category) => category.id !== id);
  const order = [...others.slice(0, index), moved, ...others.slice(index)];
  return order.flatMap((category, position) =>
    category.position === position && category.parent_id === parent
      ? []
      : [{ id: category.id, parent_id: parent, position }],
  );
}

/** A category one step further; null where there is nothing to step to. */
export function stepped(all: readonly Category[], id: string, step: Step): Move[] | null {
  const moved = all.find((category) => category.id === id);
  if (!moved) return null;
  const siblings = siblingsOf(all, moved.parent_id);
  const index = siblings.findIndex((category) => category.id === id);
  if (step === "up") return index > 0 ? placed(all, id, moved.parent_id, index - 1) : null;
  if (step === "down") {
    return index < siblings.length - 1 ? placed(all, id, moved.parent_id, index + 1) : null;
  }
  if (step === "in") {
    const into = siblings[index - 1];
    return into ? placed(all, id, into.id, siblingsOf(all, into.id).length) : null;
  }
  if (moved.parent_id === null) return null;
  const parent = all.find((category) => category.id === moved.parent_id);
  if (!parent) return null;
  const uncles = siblingsOf(all, parent.parent_id);
  return placed(
    all,
    id,
    parent.parent_id,
    uncles.findIndex((category) => category.id === parent.id) + 1,
  );
}

/**
 * Where a dragged row lands: before or after the row it was dropped on, as its sibling. Null where
 * nothing changes, or where it cannot stand.
 */
export function dropped(all: readonly Category[], id: string, over: string): Move[] | null {
  if (id === over) return null;
  const rows = treeOf(all).map(({ category }) => category);
  const target = rows.find((category) => category.id === over);
  if (!target) return null;
  const downwards = rows.findIndex((row) => row.id === id) < rows.indexOf(target);
  const siblings = siblingsOf(all, target.parent_id).filter((category) => category.id !== id);
  const at = siblings.findIndex((category) => category.id === over);
  const moves = placed(all, id, target.parent_id, downwards ? at + 1 : at);
  return moves?.length ? moves : null;
}

/** The same categories after the moves, to show before the API has answered. */
export function applied(all: readonly Category[], moves: readonly Move[]): Category[] {
  const by = new Map(moves.map((move) => [move.id, move]));
  return all.map((category) => ({ ...category, ...by.get(category.id) }));
}
