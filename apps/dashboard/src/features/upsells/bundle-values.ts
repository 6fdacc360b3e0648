import type { Product } from "@/api/products";
import type { Bundle } from "@/api/upsells";
import type { Component } from "./component-picker";

/** What the form of a bundle holds. */
export interface BundleValues {
  /** The product that becomes the bundle; null: a new one is made with it. */
  product: { id: string; variant: string; title: string } | null;
  title: string;
  publish: boolean;
  components: Component[];
  pricing: Bundle["pricing"];
  price: number | null;
  percent: number | null;
  shown: boolean;
}

export const blankBundle = (product?: Product): BundleValues => ({
  product: product ? bundleProduct(product) : null,
  title: "",
  publish: true,
  components: [],
  pricing: "fixed",
  price: product?.price.amount ?? null,
  percent: 10,
  shown: true,
});

export const fromBundle = (bundle: Bundle): BundleValues => ({
  product: { id: bundle.product_id, variant: bundle.variant_id, title: bundle.title },
  title: bundle.title,
  publish: bundle.status === "active",
  components: bundle.components.map((part) => ({
    variant: part.variant_id,
    name: part.variant_title ? `${part.title} · ${part.variant_title}` : part.title,
    quantity: part.quantity,
  })),
  pricing: bundle.pricing,
  price: bundle.price.amount,
  percent: (bundle.percent_ppm ?? 100_000) / 10_000,
  shown: bundle.shown_with_components,
});

/** What it is made of and what it costs, as the API takes it. */
export const termsOf = (values: BundleValues, currency: string) => ({
  components: values.components.map((part) => ({
    variant_id: part.variant,
    quantity: part.quantity ?? 1,
  })),
  pricing: values.pricing,
  price: values.pricing === "fixed" ? { amount: values.price ?? 0, currency } : null,
  percent_ppm: values.pricing === "percent" ? Math.round((values.percent ?? 0) * 10_000) : null,
  shown_with_components: values.shown,
});

/** A product as one that becomes a bundle; null where it cannot: it has several variants, or none
 * of its own stock to give up. */
export function bundleProduct(product: Product): BundleValues["product"] {
  const [only, another] = product.variants;
  if (!only || another || product.is_gift_card) return null;
  return { id: product.id, variant: only.id, title: product.title };
}
