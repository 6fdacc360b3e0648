/** How prices end, as one choice: the step and what is taken off it, in minor units. */
export const ENDINGS = {
  none: { step: 1, below: 0 },
  "5": { step: 5, below: 0 },
  "99": { step: 100, below: 1 },
  "95": { step: 100, below: 5 },
  "100": { step: 100, below: 0 },
} as const;

export type Ending = keyof typeof ENDINGS;

export const ENDING_KEYS = Object.keys(ENDINGS) as Ending[];

/** The choice that stands for a step, or null where it was set otherwise. */
export function endingOf(step: number, below: number): Ending | null {
  return (
    ENDING_KEYS.find((key) => ENDINGS[key].step === step && ENDINGS[key].below === below) ?? null
  );
}

/** Reads "1.085" or "1,085" as parts per million; null where it is no rate. */
export function parseRate(text: string): number | null {
  const found = /^(\d{1,9})(?:[.,](\d{1,6}))?$/.exec(text.trim());
  if (!found) return null;
  const ppm = Number(found[1]) * 1_000_000 + Number((found[2] ?? "").padEnd(6, "0"));
  return ppm > 0 ? ppm : null;
}

/** Parts per million as people write a rate: 1085000 → "1.085". */
export function rateText(ppm: number): string {
  const rest = String(ppm % 1_000_000)
    .padStart(6, "0")
    .replace(/0+$/, "");
  const whole = Math.floor(ppm / 1_000_000);
  return rest ? `${whole}.${rest}` : String(whole);
}
