import type { Schema } from "@ecomm/api-client";
import type { Volume } from "@/api/upsells";
import { toLocal } from "@/features/discounts/values";

export interface Tier {
  quantity: number | null;
  percent: number | null;
  price: number | null;
}

/** What the form of volume prices holds. Percentages as typed, amounts in minor units. */
export interface VolumeValues {
  name: string;
  by: "percent" | "price";
  tiers: Tier[];
  counting: Volume["counting"];
  products: string[];
  groups: string[];
  active: boolean;
  startsAt: string;
  endsAt: string;
  priority: number | null;
  exclusive: boolean;
  combines: Volume["combines_with"];
}

export const blankVolume = (): VolumeValues => ({
  name: "",
  by: "percent",
  tiers: [
    { quantity: 3, percent: 5, price: null },
    { quantity: 10, percent: 10, price: null },
  ],
  counting: "product",
  products: [],
  groups: [],
  active: true,
  startsAt: "",
  endsAt: "",
  priority: 0,
  exclusive: false,
  combines: ["order", "shipping"],
});

export const fromVolume = (found: Volume, currency: string): VolumeValues => ({
  name: found.name,
  by: found.tiers.some((tier) => tier.percent_ppm !== null) ? "percent" : "price",
  tiers: found.tiers.map((tier) => ({
    quantity: tier.quantity,
    percent: tier.percent_ppm === null ? null : tier.percent_ppm / 10_000,
    price: tier.prices.find((money) => money.currency === currency)?.amount ?? null,
  })),
  counting: found.counting,
  products: found.selection.products,
  groups: found.selection.groups,
  active: found.active,
  startsAt: toLocal(found.starts_at),
  endsAt: toLocal(found.ends_at),
  priority: found.priority,
  exclusive: found.exclusive,
  combines: found.combines_with,
});

const toIso = (local: string): string | null => (local ? new Date(local).toISOString() : null);

/** The breaks as the API takes them; prices in other currencies stay as they were. */
export function tiersOf(
  values: VolumeValues,
  currency: string,
  before: Volume | null,
): Schema<"TierIn">[] {
  return values.tiers.map((tier, place) => {
    const quantity = tier.quantity ?? 0;
    if (values.by === "percent") {
      return { quantity, percent_ppm: Math.round((tier.percent ?? 0) * 10_000), prices: [] };
    }
    const others = before?.tiers[place]?.prices.filter((money) => money.currency !== currency);
    return { quantity, prices: [{ amount: tier.price ?? 0, currency }, ...(others ?? [])] };
  });
}

/** The body; what the form does not show (excluded products, segments) is kept as it was. */
export const volumeBody = (
  values: VolumeValues,
  currency: string,
  before: Volume | null,
): Schema<"VolumeIn"> => ({
  name: values.name.trim(),
  tiers: tiersOf(values, currency, before),
  counting: values.counting,
  selection: {
    products: values.products,
    groups: values.groups,
    excluded_products: before?.selection.excluded_products ?? [],
    excluded_groups: before?.selection.excluded_groups ?? [],
  },
  segments: before?.segments ?? [],
  active: values.active,
  starts_at: toIso(values.startsAt),
  ends_at: toIso(values.endsAt),
  priority: values.priority ?? 0,
  exclusive: values.exclusive,
  exclusive_group: before?.exclusive_group ?? null,
  combines_with: values.exclusive ? [] : values.combines,
});

/** Whether every break is whole and better than the one before. */
export function tiersGood(values: VolumeValues): "missing" | "order" | null {
  let last: Tier | null = null;
  for (const tier of values.tiers) {
    const worth = values.by === "percent" ? tier.percent : tier.price;
    if (!((tier.quantity ?? 0) >= 2) || worth === null || !(worth >= 0)) return "missing";
    if (values.by === "percent" && !(worth > 0 && worth <= 100)) return "missing";
    if (last) {
      if ((tier.quantity ?? 0) <= (last.quantity ?? 0)) return "order";
      const before = (values.by === "percent" ? last.percent : last.price) ?? 0;
      if (values.by === "percent" ? worth <= before : worth >= before) return "order";
    }
    last = tier;
  }
  return values.tiers.length === 0 ? "missing" : null;
}
