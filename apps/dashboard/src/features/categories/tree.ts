import type { Schema } from "@ecomm/api-client";

export type Category = Schema<"CategoryOut">;

export interface Branch {
  category: Category;
  depth: number;
}

/**
 * Categories as a tree read from top to bottom: children after their parent, by position and
 * name. One whose parent is missing stands at the top; a circle is cut where it closes.
 */
export function treeOf(categories: readonly Category[]): Branch[] {
  const known = new Set(categories.map((category) => category.id));
  const children = new Map<string | null, Category[]>();
  for (const category of categories) {
    const { parent_id: parent } = category;
    const place = parent !== null && known.has(parent) ? parent : null;
    children.set(place, [...(children.get(place) ?? []), category]);
  }
  const done = new Set<string>();
  const out: Branch[] = [];
  const walk = (parent: string | null, depth: number) => {
    const here = [...(children.get(parent) ?? [])].sort(
      (a, b) => a.position - b.position || a.name.localeCompare(b.name),
    );
    for (const category of here) {
      if (done.has(category.id)) continue;
      done.add(category.id);
      out.push({ category, depth });
      walk(category.id, depth + 1);
    }
  };
  walk(null, 0);
  for (const category of categories) {
    if (!done.has(category.id)) {
      done.add(category.id);
      out.push({ category, depth: 0 });
      walk(category.id, 1);
    }
  }
  return out;
}

/** A category and everything inside it: where it must not be moved to. */
export function within(categories: readonly Category[], id: string): Set<string> {
  const inside = new Set([id]);
  for (let grown = true; grown; ) {
    grown = false;
    for (const category of categories) {
      if (category.parent_id && inside.has(category.parent_id) && !inside.has(category.id)) {
        inside.add(category.id);
        grown = true;
      }
    }
  }
  return inside;
}
