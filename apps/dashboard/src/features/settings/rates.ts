import type { Schema } from "@ecomm/api-client";

export type ShippingRate = Schema<"StoredShippingRateOut">;
export type TaxRate = Schema<"TaxRateOut">;

/** A stored rate as the body that makes one like it. */
export function rateBody(rate: ShippingRate): Schema<"ShippingRateIn"> {
  return {
    name: rate.name,
    zone_id: rate.zone_id,
    countries: rate.countries,
    basis: rate.basis,
    tiers: rate.tiers.map((tier) => ({ from: tier.from, amount: tier.amount.amount })),
    amount: rate.amount.amount,
    free_over: rate.free_over?.amount ?? null,
    min_days: rate.min_days,
    max_days: rate.max_days,
  };
}
