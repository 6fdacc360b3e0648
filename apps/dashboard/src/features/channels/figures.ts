import type { Entity, MigrationRow } from "@/api/channels";

/** What is taken over, in the order in which it is. */
export const ENTITIES: readonly Entity[] = [
  "products",
  "groups",
  "customers",
  "orders",
  "redirects",
];

type Counted = Pick<
  MigrationRow["entities"][number],
  "total" | "read" | "done" | "create" | "update" | "unchanged" | "skip"
>;

export interface Sums {
  /** How many records there are, as far as anybody knows. */
  all: number;
  read: number;
  done: number;
  create: number;
  update: number;
  unchanged: number;
  skip: number;
}

/** How many of a kind there are: what the shop says, or what was read where that is more. */
export const allOf = (one: Pick<Counted, "total" | "read">): number =>
  Math.max(one.total ?? 0, one.read);

/** All kinds together. */
export function sums(entities: readonly Counted[]): Sums {
  const found: Sums = { all: 0, read: 0, done: 0, create: 0, update: 0, unchanged: 0, skip: 0 };
  for (const one of entities) {
    found.all += allOf(one);
    found.read += one.read;
    found.done += one.done;
    found.create += one.create;
    found.update += one.update;
    found.unchanged += one.unchanged;
    found.skip += one.skip;
  }
  return found;
}

/** How far a migration is, 0 to 1: reading is a tenth of the work; null before anything is known. */
export function ratio({ all, read, done }: Sums): number | null {
  return all === 0 ? null : 0.1 * (read / all) + 0.9 * (done / all);
}
