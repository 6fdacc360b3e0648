/** Where an arrow key leads from a card of a grid of `count` cards, `columns` in a row. */
export function step(key: string, at: number, count: number, columns: number): number | null {
  const wide = Math.max(1, columns);
  const by: Record<string, number> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: wide,
    ArrowUp: -wide,
  };
  if (key === "Home") return count > 0 ? 0 : null;
  if (key === "End") return count > 0 ? count - 1 : null;
  const move = by[key];
  if (move === undefined) return null;
  const next = at + move;
  return next >= 0 && next < count ? next : null;
}

/** How many of these stand in the first row, by their distance from the top. */
export function columnsOf(tops: readonly number[]): number {
  const first = tops[0];
  if (first === undefined) return 1;
  const below = tops.findIndex((top) => top > first + 1);
  return below === -1 ? tops.length : below;
}

/** The address of a product's page, where that is what was typed. */
export function addressOf(typed: string): string | null {
  const url = URL.parse(typed.trim());
  return url && /^https?:$/.test(url.protocol) ? url.href : null;
}

const LARGEST = 5 * 1024 * 1024;

/** Why a file cannot be searched by; null where it can. */
export function pictureTrouble(file: { size: number; type: string }): "large" | "kind" | null {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return "kind";
  return file.size > LARGEST ? "large" : null;
}
