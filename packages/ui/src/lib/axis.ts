/** Steps people read at a glance, within one power of ten. */
const STEPS = [1, 2, 2.5, 5, 10] as const;

/**
 * Where an axis from zero has its lines: `count` even steps of round numbers that reach `highest`.
 * No step is smaller than `least` (1 for whole things, a whole unit of a currency for money), so
 * that nothing sold is a flat line under a sensible axis.
 */
export function axisTicks(highest: number, least: number, count = 3): number[] {
  const wanted = Math.max(highest / count, least);
  const power = 10 ** Math.floor(Math.log10(wanted / least));
  // A step is a whole number of `least`: half a cent is no amount.
  const step =
    STEPS.map((factor) => Math.ceil(factor * power) * least).find((size) => size >= wanted) ??
    10 * power * least;
  return Array.from({ length: count + 1 }, (_, at) => at * step);
}
