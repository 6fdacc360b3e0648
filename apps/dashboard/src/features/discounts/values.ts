import type { Schema } from "@ecomm/api-client";
import type { Discount, DiscountKind, DiscountTarget } from "@/api/discounts";

/** What the form of a discount holds. Percentages as typed, amounts in minor units. */
export interface Values {
  name: string;
  method: "code" | "automatic";
  code: string;
  kind: DiscountKind;
  target: DiscountTarget;
  percent: number | null;
  amount: number | null;
  each: boolean;
  buy: number | null;
  get: number | null;
  times: number | null;
  products: string[];
  groups: string[];
  excludedProducts: string[];
  excludedGroups: string[];
  segments: string[];
  minimumSubtotal: number | null;
  minimumQuantity: number | null;
  usageLimit: number | null;
  customerLimit: number | null;
  startsAt: string;
  endsAt: string;
  active: boolean;
  exclusive: boolean;
  exclusiveGroup: string;
  combines: DiscountTarget[];
  priority: number | null;
}

export const blank = (): Values => ({
  name: "",
  method: "code",
  code: "",
  kind: "percentage",
  target: "order",
  percent: 10,
  amount: null,
  each: false,
  buy: 1,
  get: 1,
  times: null,
  products: [],
  groups: [],
  excludedProducts: [],
  excludedGroups: [],
  segments: [],
  minimumSubtotal: null,
  minimumQuantity: null,
  usageLimit: null,
  customerLimit: null,
  startsAt: "",
  endsAt: "",
  active: true,
  exclusive: false,
  exclusiveGroup: "",
  combines: [],
  priority: 0,
});

/** What a kind may be taken from; the first is where it begins. */
export const TARGETS: Record<DiscountKind, readonly [DiscountTarget, ...DiscountTarget[]]> = {
  percentage: ["order", "product", "shipping"],
  fixed: ["order", "product", "shipping"],
  bogo: ["product"],
  free_shipping: ["shipping"],
};

/** A moment as `datetime-local` has it, in this device's time. */
export function toLocal(iso: string | null): string {
  if (!iso) return "";
  const at = new Date(iso);
  const shifted = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

const toIso = (local: string): string | null => (local ? new Date(local).toISOString() : null);

export const fromDiscount = (discount: Discount): Values => ({
  name: discount.name,
  method: discount.code === null ? "automatic" : "code",
  code: discount.code ?? "",
  kind: discount.kind,
  target: discount.target,
  percent: (discount.bogo?.percent_ppm ?? discount.percent_ppm ?? 1_000_000) / 10_000,
  amount: discount.amount?.amount ?? null,
  each: discount.each,
  buy: discount.bogo?.buy ?? 1,
  get: discount.bogo?.get ?? 1,
  times: discount.bogo?.times ?? null,
  products: discount.selection.products,
  groups: discount.selection.groups,
  excludedProducts: discount.selection.excluded_products,
  excludedGroups: discount.selection.excluded_groups,
  segments: discount.segments,
  minimumSubtotal: discount.minimum_subtotal?.amount ?? null,
  minimumQuantity: discount.minimum_quantity,
  usageLimit: discount.usage_limit,
  customerLimit: discount.customer_limit,
  startsAt: toLocal(discount.starts_at),
  endsAt: toLocal(discount.ends_at),
  active: discount.active,
  exclusive: discount.exclusive,
  exclusiveGroup: discount.exclusive_group ?? "",
  combines: discount.combines_with,
  priority: discount.priority,
});

const ppm = (percent: number | null) => Math.round((percent ?? 0) * 10_000);

/** The body; what the form does not show (what buy X get Y gives) is kept as it was. */
export function toBody(
  values: Values,
  currency: string,
  before: Discount | null,
): Schema<"DiscountIn"> {
  const money = (amount: number | null) => (amount === null ? null : { amount, currency });
  const bogo = values.kind === "bogo";
  const takesAmount = values.kind === "fixed" || values.kind === "free_shipping";
  return {
    name: values.name.trim() || values.code.trim(),
    code: values.method === "code" ? values.code.trim() : null,
    kind: values.kind,
    target: values.target,
    percent_ppm: values.kind === "percentage" ? ppm(values.percent) : null,
    amount: takesAmount ? money(values.amount) : null,
    each: values.kind === "fixed" && values.target === "product" && values.each,
    bogo: bogo
      ? {
          buy: values.buy ?? 1,
          get: values.get ?? 1,
          percent_ppm: ppm(values.percent),
          gets: before?.bogo?.gets ?? null,
          times: values.times,
        }
      : null,
    active: values.active,
    starts_at: toIso(values.startsAt),
    ends_at: toIso(values.endsAt),
    minimum_subtotal: money(values.minimumSubtotal),
    minimum_quantity: values.minimumQuantity,
    selection: {
      products: values.products,
      groups: values.groups,
      excluded_products: values.excludedProducts,
      excluded_groups: values.excludedGroups,
    },
    segments: values.segments,
    usage_limit: values.usageLimit,
    customer_limit: values.customerLimit,
    priority: values.priority ?? 0,
    exclusive: values.exclusive,
    exclusive_group: values.exclusiveGroup.trim() || null,
    combines_with: values.exclusive ? [] : values.combines,
  };
}
