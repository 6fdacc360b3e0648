const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/**
 * Field by field what `mine` changed since `base`, else `theirs`: two people's changes to one
 * thing, neither lost. Where both changed the same field mine stays.
 */
export function mergeFields<T extends object>(base: T, mine: T, theirs: T): T {
  const merged = { ...theirs };
  for (const key of Object.keys(mine) as (keyof T)[]) {
    if (!same(base[key], mine[key])) merged[key] = mine[key];
  }
  return merged;
}
