/** Shapes of the API, by the names the shop uses. */
import type { Schema } from "@ecomm/api-client";

export type Money = Schema<"Money">;
export type Image = Schema<"ImageOut">;
export type Store = Schema<"PublicStoreOut">;
export type Theme = Schema<"ThemeOut">;
export type ProductCard = Schema<"ProductCardOut">;
export type Product = Schema<"PublicProductOut">;
export type Variant = Schema<"PublicVariantOut">;
export type Category = Schema<"PublicCategoryOut">;
export type Filters = Schema<"FiltersOut">;
export type SitemapEntry = Schema<"SitemapEntryOut">;
export type Cart = Schema<"CartOut">;
export type CartLine = Schema<"CartLineOut">;
export type Totals = Schema<"TotalsOut">;
export type ShippingRates = Schema<"ShippingRatesOut">;
export type ShippingRate = Schema<"ShippingRateOut">;
export type Checkout = Schema<"CheckoutOut">;
export type CheckoutState = Schema<"CheckoutStateOut">;
export type Order = Schema<"PublicOrderOut">;
export type PageInfo = Schema<"PageInfo">;
