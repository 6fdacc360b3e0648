import type { Schema } from "@ecomm/api-client";
import type { AbTest } from "@/api/ab-tests";

/** What the form holds. Percentages as people type them: "4" is four of a hundred. */
export interface Values {
  name: string;
  productId: string;
  title: string;
  describe: boolean;
  description: string;
  mediaId: string;
  baseline: string;
  effect: string;
  share: number | null;
}

export const blank = (): Values => ({
  name: "",
  productId: "",
  title: "",
  describe: false,
  description: "",
  mediaId: "",
  baseline: "3",
  effect: "1",
  share: 50,
});

/** "2,5" and "2.5" alike; NaN for what is no number. */
export const percentOf = (text: string): number => {
  const plain = text.trim().replace(",", ".").replace(/\s*%$/, "");
  return /^\d{1,3}(?:\.\d{1,4})?$/.test(plain) ? Number(plain) : Number.NaN;
};

const PPM_OF_PERCENT = 10_000;

const percentText = (ppm: number): string => String(ppm / PPM_OF_PERCENT);

const ppmOf = (text: string): number => Math.round(percentOf(text) * PPM_OF_PERCENT);

export const fromTest = (test: AbTest): Values => ({
  name: test.name,
  productId: test.product_id,
  title: test.face.title ?? "",
  describe: test.face.description !== null,
  description: test.face.description ?? "",
  mediaId: test.face.image?.id ?? "",
  baseline: percentText(test.baseline_ppm),
  effect: percentText(test.effect_ppm),
  share: test.share_of_b,
});

export const toBody = (values: Values): Schema<"AbTestIn"> => ({
  name: values.name.trim(),
  product_id: values.productId,
  face: {
    title: values.title.trim() || null,
    description: values.describe ? values.description : null,
    media_id: values.mediaId || null,
  },
  baseline_ppm: ppmOf(values.baseline),
  effect_ppm: ppmOf(values.effect),
  share_of_b: values.share ?? 50,
});

/** z of a two-sided 4 % (the planned look's bound) and of a power of 80 %. */
const Z_ALPHA = 2.0537489106318225;
const Z_POWER = 0.8416212335729143;

/**
 * Visitors each version needs, as the API works it out (two proportions, Fleiss); null where the
 * numbers make no plan. Shown while one types; what counts is the API's.
 */
export function needed(baseline: number, effect: number): number | null {
  const [p, q] = [baseline / 100, (baseline + effect) / 100];
  if (!(p > 0 && effect > 0 && q < 1)) return null;
  const mean = (p + q) / 2;
  const spread =
    Z_ALPHA * Math.sqrt(2 * mean * (1 - mean)) + Z_POWER * Math.sqrt(p * (1 - p) + q * (1 - q));
  return Math.ceil((spread / (q - p)) ** 2);
}
