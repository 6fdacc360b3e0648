import type { Sold, Way } from "@/api/mappings";

/** The ways of each variant, in the order in which they are tried. */
export function byVariant(ways: readonly Way[]): Map<string, Way[]> {
  const found = new Map<string, Way[]>();
  for (const way of ways) {
    const own = found.get(way.variant_id);
    if (own) own.push(way);
    else found.set(way.variant_id, [way]);
  }
  for (const own of found.values()) own.sort((a, b) => a.priority - b.priority);
  return found;
}

/** The way that would be ordered by now: the first that works; else the first there is. */
export function leading(ways: readonly Way[]): Way | undefined {
  return ways.find((way) => way.blocked.length === 0) ?? ways[0];
}

const BLOCKS = [
  "broken",
  "disconnected",
  "attention",
  "paused",
  "inactive",
  "gone",
  "out",
  "stale",
  "cost_unknown",
  "no_lane",
  "no_rate",
] as const;
export type Block = (typeof BLOCKS)[number];

/** Why a way cannot be used, what a person has to mend first; null where it can. */
export function firstBlock(way: Pick<Way, "blocked">): Block | null {
  return BLOCKS.find((block) => way.blocked.includes(block)) ?? null;
}

/** A priority for one more way: after all others. */
export function nextPriority(ways: readonly Pick<Way, "priority">[]): number {
  const used = new Set(ways.map((way) => way.priority));
  const after = Math.max(0, ...used) + 1;
  if (after <= 99) return after;
  for (let free = 98; free > 0; free -= 1) if (!used.has(free)) return free;
  return 99;
}

/** The ids with one of them moved a place; null where it is at the end already. */
export function moved(ids: readonly string[], id: string, by: -1 | 1): string[] | null {
  const at = ids.indexOf(id);
  const to = at + by;
  if (at === -1 || to < 0 || to >= ids.length) return null;
  const next = [...ids];
  next.splice(at, 1);
  next.splice(to, 0, id);
  return next;
}

/** The slowest of the cheapest lanes of each warehouse: all parcels are there then. */
export function travel(way: Pick<Way, "lanes" | "days">): {
  name: string;
  min: number | null;
  max: number | null;
  tracked: boolean;
} | null {
  const cheapest = new Map<string, Way["lanes"][number]>();
  for (const lane of way.lanes) {
    const best = cheapest.get(lane.warehouse);
    const cost = lane.cost + (lane.duty ?? 0);
    if (!best || cost < best.cost + (best.duty ?? 0)) cheapest.set(lane.warehouse, lane);
  }
  const lanes = [...cheapest.values()];
  const [first] = lanes;
  if (!first) return null;
  const least = lanes.map((lane) => lane.min_days);
  return {
    name: [...new Set(lanes.map((lane) => lane.name))].join(", "),
    min: least.includes(null) ? null : Math.max(...least.map(Number)),
    max: way.days,
    tracked: lanes.every((lane) => lane.tracked),
  };
}

/** A variant with its product, in a line. */
export function nameOf(row: Pick<Sold, "product_title" | "variant_title">): string {
  return row.variant_title && row.variant_title !== row.product_title
    ? `${row.product_title}, ${row.variant_title}`
    : row.product_title;
}
