/**
 * What one run takes of a look that is too long for every run: another part each time. The seed comes
 * from `tools.e2e`, which prints it: `ECOMM_SEED=17 make e2e` takes the same parts again, and
 * `make e2e-all` takes everything (`ecomm_testing.sampling` does the same for Python).
 */

/** Numbers from 0 to 1 that a word decides (FNV-1a, then mulberry32). */
function numbers(word: string): () => number {
  let state = 0x811c9dc5;
  for (const letter of word) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One in so many of these, rounded up and in their own order; for each look `of` others. */
export function part<T>(all: readonly T[], oneIn: number, of: string): T[] {
  if (process.env.ECOMM_SAMPLE === "all") return [...all];
  const next = numbers(`${process.env.ECOMM_SEED ?? ""} ${of}`);
  const drawn = all.map((_, place) => ({ place, lot: next() }));
  drawn.sort((one, other) => one.lot - other.lot);
  const places = new Set(drawn.slice(0, Math.ceil(all.length / oneIn)).map(({ place }) => place));
  return all.filter((_, place) => places.has(place));
}
