/** Shapes of the API, by the names the shop uses. */
import type { Schema } from "@ecomm/api-client";

export type Money = Schema<"Money">;
export type Image = Schema<"ImageOut">;
/**
 * `currency` is the one the page shows prices in, `spoken` the language of its texts (null: the
 * shop's own); what everybody gets who chose nothing is `own_currency` and `own_locale`.
 */
export type Store = Schema<"PublicStoreOut"> & {
  own_currency: string;
  own_locale: string;
  spoken: string | null;
};
export type Theme = Schema<"ThemeOut">;
export type ProductCard = Schema<"ProductCardOut">;
export type Product = Schema<"PublicProductOut">;
export type Variant = Schema<"PublicVariantOut">;
export type Category = Schema<"PublicCategoryOut">;
/** Products put together under a name. */
export type Collection = Schema<"PublicCollectionOut">;
export type ShopPage = Schema<"PublicPageOut">;
/** A post of the blog in a list. */
export type PostCard = Schema<"PublicPostRowOut">;
export type Post = Schema<"PublicPostOut">;
export type BlogCategory = Schema<"PublicBlogCategoryOut">;
export type MenuLine = Schema<"PublicLinkOut">;
export type Filters = Schema<"SearchFiltersOut">;
export type CollectionFilters = Schema<"FiltersOut">;
export type FoundProducts = Schema<"SearchOut">;
export type Suggested = Schema<"SuggestOut">;
export type SitemapEntry = Schema<"SitemapEntryOut">;
export type Cart = Schema<"CartOut">;
export type CartLine = Schema<"CartLineOut">;
export type Offers = Schema<"OffersOut">;
export type VolumeOffer = Schema<"VolumeOfferOut">;
export type BundleOffer = Schema<"BundleOfferOut">;
export type CrossSellOffer = Schema<"CrossSellOfferOut">;
export type Totals = Schema<"TotalsOut">;
export type ShippingRates = Schema<"ShippingRatesOut">;
export type ShippingRate = Schema<"ShippingRateOut">;
export type Checkout = Schema<"CheckoutOut">;
export type CheckoutState = Schema<"CheckoutStateOut">;
export type Order = Schema<"PublicOrderOut">;
/** An order that the shop prepared for somebody, before it is paid. */
export type PreparedOrder = Schema<"PublicDraftOut">;
/** Where an order stands, for who has its number and address. */
export type TrackedOrder = Schema<"TrackedOrderOut">;
export type CardBalance = Schema<"GiftCardBalanceOut">;
export type ReturnOptions = Schema<"ReturnOptionsOut">;
export type ShopperReturn = Schema<"PublicReturnOut">;
export type Reviews = Schema<"PublicReviewsOut">;
export type OrderReviews = Schema<"OrderReviewsOut">;
export type PageInfo = Schema<"PageInfo">;
export type Customer = Schema<"CustomerOut">;
export type SavedAddress = Schema<"AddressOut">;
export type Wish = Schema<"WishOut">;
export type MyOrderRow = Schema<"MyOrderRow">;
export type MyOrder = Schema<"MyOrderOut">;
export type DeviceSession = Schema<"DeviceOut">;
export type MarketingChoice = Schema<"MarketingOut">;
