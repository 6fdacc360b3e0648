import type { FieldKey } from "./review/types";

/**
 * How long each field may be. `letters` counts code points; `lines` counts bullet points or
 * phrases. Where nothing is named the merchant's own template decides.
 */
export const LIMITS: Readonly<
  Record<FieldKey, { letters: number } | { lines: readonly [number, number] } | null>
> = {
  title: { letters: 60 },
  description: null,
  features: { lines: [5, 7] },
  benefits: null,
  seo_title: { letters: 60 },
  seo_description: { letters: 155 },
  keywords: { lines: [10, 15] },
  alt_text: null,
};

export interface Filled {
  used: number;
  most: number | null;
  unit: "letters" | "lines";
}

/** How much of its limit a field's lines fill. */
export function filled(key: FieldKey, lines: readonly string[]): Filled {
  const limit = LIMITS[key];
  if (limit !== null && "lines" in limit) {
    return { used: lines.length, most: limit.lines[1], unit: "lines" };
  }
  const used = [...lines.join("")].length;
  return { used, most: limit === null ? null : limit.letters, unit: "letters" };
}
