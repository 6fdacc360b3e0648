import { endpoint } from "@/lib/shop-api";
import { shippingRates } from "@/lib/shop-checkout";

/** `?country=DE[&rate=id]`: ways to ship the bag there, and its sums. */
export const GET = endpoint((request, slug) =>
  shippingRates(request, slug, new URL(request.url).searchParams),
);
