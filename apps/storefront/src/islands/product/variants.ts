/**
 * Which variant a set of choices means. A product may have 2,048 of them: they travel to the page
 * as short tuples and are looked up by the positions of their values.
 */
import type { Money, Product } from "@/lib/api-types";

/**
 * id, position of each option's value, price, former price (0: none), available, left (-1: many),
 * and beside a reduction the lowest price of the 30 days before it, where the shop shows it.
 */
export type PackedVariant = [
  id: string,
  picks: number[],
  price: number,
  before: number,
  available: 0 | 1,
  left: number,
  prior?: number,
];

export interface PackedProduct {
  title: string;
  currency: string;
  options: { name: string; values: string[] }[];
  variants: PackedVariant[];
}

export interface Variant {
  id: string;
  picks: number[];
  price: Money;
  before: Money | null;
  /** The lowest price of the 30 days before the reduction, where the shop shows it. */
  prior: Money | null;
  available: boolean;
  /** Units left where they are few, else null. */
  left: number | null;
}

/** Packs a product for its island. Options without a value in a variant count as its first value. */
export function packProduct(product: Product, currency: string): PackedProduct {
  const { options } = product;
  return {
    title: product.title,
    currency,
    options: options.map(({ name, values }) => ({ name, values })),
    variants: product.variants.map((variant) => [
      variant.id,
      options.map((option) =>
        Math.max(0, option.values.indexOf(variant.options[option.name] ?? "")),
      ),
      variant.price.amount,
      variant.compare_at_price?.amount ?? 0,
      variant.available ? 1 : 0,
      variant.left ?? -1,
      ...(variant.prior_price ? ([variant.prior_price.amount] as const) : ([] as const)),
    ]),
  };
}

const keyOf = (picks: readonly number[]): string => picks.join(".");

export class Variants {
  private readonly byPicks = new Map<string, PackedVariant>();

  constructor(readonly product: PackedProduct) {
    for (const variant of product.variants) this.byPicks.set(keyOf(variant[1]), variant);
  }

  /** The choices a page opens with: a wanted variant, else the first that can be bought. */
  start(wanted: string | null): number[] {
    const { variants, options } = this.product;
    const chosen =
      (wanted && variants.find(([id]) => id === wanted)) ||
      variants.find((variant) => variant[4] === 1) ||
      variants[0];
    return chosen ? [...chosen[1]] : options.map(() => 0);
  }

  /** The variant these choices mean, or null where there is no such combination. */
  find(picks: readonly number[]): Variant | null {
    const packed = this.byPicks.get(keyOf(picks));
    if (!packed) return null;
    const [id, own, price, before, available, left, prior] = packed;
    const { currency } = this.product;
    return {
      id,
      picks: own,
      price: { amount: price, currency },
      before: before > 0 ? { amount: before, currency } : null,
      prior: prior === undefined ? null : { amount: prior, currency },
      available: available === 1,
      left: left < 0 ? null : left,
    };
  }

  /** Whether taking this value, with the other choices as they are, leads to nothing to buy. */
  isOut(option: number, value: number, picks: readonly number[]): boolean {
    const changed = picks.map((pick, index) => (index === option ? value : pick));
    return this.byPicks.get(keyOf(changed))?.[4] !== 1;
  }

  get anyAvailable(): boolean {
    return this.product.variants.some((variant) => variant[4] === 1);
  }
}
