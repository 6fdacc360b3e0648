/** Prices in other currencies than the store's: pure functions, as every rule of the editor. */

import type { Schema } from "@ecomm/api-client";
import { z } from "zod";
import type { PricedVariant } from "@/api/products";
import type { AbroadPrice, VariantDraft } from "./matrix";

/** The most prices one request may name. */
export const MOST_PRICES = 1000;

const BLANK: AbroadPrice = { price: null, compareAt: null };

/** What was set by hand, by variant and currency; a currency whose rate counts is there, empty. */
export function abroadOf(
  priced: readonly PricedVariant[],
): Map<string, Record<string, AbroadPrice>> {
  return new Map(
    priced.map((variant) => [
      variant.variant_id,
      Object.fromEntries(
        variant.prices.map(({ currency, source, price, compare_at_price }) => [
          currency,
          source === "own" ? { price, compareAt: compare_at_price } : BLANK,
        ]),
      ),
    ]),
  );
}

/** Amounts that can be read; a former price only beside a price, for the API keeps no other. */
export const abroadSchema = (money: z.ZodType<number | null, number | null>, lone: string) =>
  z.record(
    z.string(),
    z
      .object({ price: money, compareAt: money })
      .refine(({ price, compareAt }) => price !== null || compareAt === null, {
        path: ["compareAt"],
        message: lone,
      }),
  );

/** What the endpoint of prices is told: the prices that differ, of variants that are kept. */
export function changedPrices(
  before: readonly VariantDraft[],
  now: readonly VariantDraft[],
): Schema<"VariantPriceIn">[] {
  const old = new Map(before.flatMap(({ id, abroad }) => (id ? [[id, abroad] as const] : [])));
  return now.flatMap(({ id, abroad }) => {
    const was = id ? old.get(id) : undefined;
    if (!id || !was) return [];
    return Object.entries(abroad).flatMap(([currency, { price, compareAt }]) => {
      const then = was[currency] ?? BLANK;
      if (then.price === price && then.compareAt === compareAt) return [];
      const money = (amount: number | null) => (amount === null ? null : { amount, currency });
      return [
        { variant_id: id, currency, price: money(price), compare_at_price: money(compareAt) },
      ];
    });
  });
}
