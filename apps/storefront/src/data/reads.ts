/** What pages read. Each names the page's tags after what it found. */
import type { Schema } from "@ecomm/api-client";
import { cache } from "react";
import type {
  Category,
  Collection,
  CollectionFilters,
  Filters,
  FoundProducts,
  Offers,
  PageInfo,
  Product,
  ProductCard,
  Reviews,
  ShopPage,
  SitemapEntry,
  Store,
} from "@/lib/api-types";
import { tags } from "@/lib/cache-manifest";
import { regional } from "@/lib/countries";
import { EMPTY_QUERY, type ListingQuery, PER_PAGE } from "@/lib/listing";
import { toMinor } from "@/lib/money";
import {
  envelope,
  get,
  isGone,
  lastSegment,
  priced,
  refusal,
  slugPath,
  startedAt,
  tagPage,
  varied,
} from "./asking";
import { type Reply, read } from "./http";

/** A store as a page finds it. */
export type StoreState =
  | { kind: "open"; store: Store }
  | { kind: "paused"; name: string | null; contactEmail: string | null }
  | { kind: "missing" };

export type ProductState =
  | { kind: "found"; product: Product }
  | { kind: "moved"; slug: string }
  | { kind: "missing" };

export interface ProductPage {
  items: ProductCard[];
  page: PageInfo;
}

const text = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value : null;

/** The shop in a currency; in its own where it no longer sells in that. */
async function readStore(slug: string, currency: string | null): Promise<[Reply, string | null]> {
  if (currency === null) return [await get(slugPath(slug)), null];
  startedAt();
  const reply = await read(`${slugPath(slug)}?currency=${encodeURIComponent(currency)}`);
  return isGone(reply) ? [await get(slugPath(slug)), null] : [reply, currency];
}

/**
 * The store a slug means, with amounts in a currency and texts in a language; null: its own. What it
 * does not offer is its own, too. Throws ApiUnavailable.
 */
export const loadStore = cache(
  async (slug: string, wanted: string | null, locale: string | null): Promise<StoreState> => {
    const [reply, currency] = await readStore(slug, wanted);
    if (reply.status === 200) {
      const found = envelope<Schema<"PublicStoreOut">>(reply).data;
      const spoken = locale !== null && found.locales.includes(locale) ? locale : null;
      const store = {
        ...found,
        locale: regional(spoken ?? found.locale, found.country),
        own_locale: found.locale,
        spoken,
        currency: currency ?? found.currency,
        own_currency: found.currency,
      };
      // Its menus lead to pages, categories, collections and products, by the addresses these have.
      const { id, menus } = store;
      await tagPage(
        ...[tags.store(id), tags.slug(slug), tags.pages(id), tags.categories(id)],
        tags.collections(id),
        ...menus.product_ids.map((product) => tags.product(id, product)),
      );
      return { kind: "open", store };
    }
    await tagPage(tags.slug(slug));
    const { code, details } = refusal(reply);
    if (code !== "store_paused") return { kind: "missing" };
    const told = details[0] ?? {};
    return { kind: "paused", name: text(told.name), contactEmail: text(told.contact_email) };
  },
);

/** The store's categories, in their order. Throws ApiUnavailable. */
export const loadCategories = cache(async (store: Store): Promise<Category[]> => {
  const found = envelope<Category[]>(
    await get(varied(store, `${slugPath(store.slug)}/categories`)),
  ).data;
  await tagPage(tags.categories(store.id));
  return found;
});

/** The shop's published collections. Throws ApiUnavailable. */
export async function loadCollections(store: Store): Promise<Collection[]> {
  const found = envelope<Collection[]>(
    await get(varied(store, `${slugPath(store.slug)}/collections`)),
  ).data;
  await tagPage(tags.collections(store.id), tags.products(store.id));
  return found;
}

export type CollectionState =
  | { kind: "found"; collection: Collection }
  | { kind: "moved"; slug: string }
  | { kind: "missing" };

/** A collection by its slug, or where it went. Throws ApiUnavailable. */
export const loadCollection = cache(
  async (store: Store, slug: string): Promise<CollectionState> => {
    const reply = await get(
      varied(store, `${slugPath(store.slug)}/collections/${encodeURIComponent(slug)}`),
    );
    await tagPage(tags.collections(store.id), tags.products(store.id));
    if (reply.status === 200) {
      return { kind: "found", collection: envelope<Collection>(reply).data };
    }
    const last = reply.status >= 300 && reply.status < 400 ? reply.location?.split("?")[0] : null;
    const moved = last?.split("/").filter(Boolean).at(-1);
    return moved ? { kind: "moved", slug: decodeURIComponent(moved) } : { kind: "missing" };
  },
);

/** Where one looks: in a category, in a collection, or in the whole shop. Slugs. */
export interface Scope {
  category?: string | undefined;
  collection?: string | undefined;
}

/** Query of the API's product list for one of ours; prices become minor units. */
export function apiQuery(
  query: ListingQuery,
  scope: Scope,
  perPage: number,
  currency: string,
): string {
  const params = new URLSearchParams({ page: String(query.page), per_page: String(perPage) });
  params.set("sort", query.sort);
  if (query.search) params.set("search", query.search);
  const category = scope.category ?? query.category;
  if (category) params.set("category", category);
  if (scope.collection) params.set("collection", scope.collection);
  if (query.tag) params.set("tag", query.tag);
  const [from, to] = [toMinor(query.from, currency), toMinor(query.to, currency)];
  if (from !== null) params.set("min_price", String(from));
  if (to !== null) params.set("max_price", String(to));
  if (query.available) params.set("available", "true");
  for (const option of query.options) params.append("option", option);
  return params.toString();
}

/** One page of the product list. A page beyond the last is empty. Throws ApiUnavailable. */
export async function loadProducts(
  store: Store,
  query: ListingQuery,
  scope: Scope = {},
  perPage: number = PER_PAGE,
): Promise<ProductPage> {
  const path = `${slugPath(store.slug)}/products?${apiQuery(query, scope, perPage, store.currency)}`;
  const reply = await get(priced(store, path));
  if (reply.status === 404 || reply.status === 422) {
    return { items: [], page: { total: 0, page: query.page, per_page: perPage, next: null } };
  }
  const { data, page } = envelope<ProductCard[]>(reply);
  await tagPage(
    tags.products(store.id),
    ...(scope.collection ? [tags.collections(store.id)] : []),
    ...data.map((item) => tags.product(store.id, item.id)),
  );
  return {
    items: data,
    page: page ?? { total: data.length, page: query.page, per_page: perPage, next: null },
  };
}

/** The newest reviews of a product; its page is stale when they change, by the product's own tag. */
export async function loadReviews(store: Store, slug: string): Promise<Reviews | null> {
  const path = `${slugPath(store.slug)}/products/${encodeURIComponent(slug)}/reviews`;
  const reply = await get(path);
  return reply.status === 404 ? null : envelope<Reviews>(reply).data;
}

/** The first products of the store, newest first. */
export const loadNewest = cache((store: Store, count: number) =>
  loadProducts(store, EMPTY_QUERY, {}, count),
);

/** What a search or a filtered list found, and the filters of all of it. */
export interface FoundPage extends ProductPage {
  /** There are more than are counted. */
  more: boolean;
  /** What was searched for instead of what was typed. */
  corrected: string | null;
  filters: Filters;
}

const NO_FILTERS: Filters = { price_min: null, price_max: null, facets: [] };

/** One page of a search or of a filtered list, with its filters. Throws ApiUnavailable. */
export async function loadFound(
  store: Store,
  query: ListingQuery,
  category: string | undefined,
  perPage: number = PER_PAGE,
): Promise<FoundPage> {
  const params = new URLSearchParams(apiQuery(query, { category }, perPage, store.currency));
  params.delete("search");
  if (query.search) params.set("q", query.search);
  if (query.vendor) params.set("vendor", query.vendor);
  const reply = await get(priced(store, `${slugPath(store.slug)}/search?${params}`));
  if (reply.status === 404 || reply.status === 422) {
    const page = { total: 0, page: query.page, per_page: perPage, next: null };
    return { items: [], page, more: false, corrected: null, filters: NO_FILTERS };
  }
  const { data, page } = envelope<FoundProducts>(reply);
  await tagPage(tags.search(store.id), tags.products(store.id), tags.categories(store.id));
  return {
    items: data.products,
    page: page ?? { total: data.total, page: query.page, per_page: perPage, next: null },
    more: data.more,
    corrected: data.corrected,
    filters: data.filters ?? NO_FILTERS,
  };
}

/** The filters that a list without any offers. Throws ApiUnavailable. */
export async function loadFilters(store: Store, category: string | undefined): Promise<Filters> {
  return (await loadFound(store, EMPTY_QUERY, category, 1)).filters;
}

/** The filters within a collection. Throws ApiUnavailable. */
export async function loadCollectionFilters(
  store: Store,
  collection: string,
  search: string,
): Promise<Filters> {
  const params = new URLSearchParams({ collection });
  if (search) params.set("search", search);
  const reply = await get(priced(store, `${slugPath(store.slug)}/filters?${params}`));
  if (reply.status === 404 || reply.status === 422) return NO_FILTERS;
  await tagPage(tags.products(store.id), tags.categories(store.id), tags.collections(store.id));
  const found = envelope<CollectionFilters>(reply).data;
  return {
    ...found,
    facets: found.facets.map((facet) => ({
      ...facet,
      values: facet.values.map((value) => ({ ...value, more: false, parent: null })),
    })),
  };
}

async function found(store: Store, reply: Reply): Promise<ProductState> {
  const product = envelope<Product>(reply).data;
  const shown = [product, ...product.related];
  await tagPage(tags.tree(store.id), ...shown.map((item) => tags.product(store.id, item.id)));
  return { kind: "found", product };
}

/** A product by its slug, or where it went. Throws ApiUnavailable. */
export const loadProduct = cache(async (store: Store, slug: string): Promise<ProductState> => {
  const path = `${slugPath(store.slug)}/products/${encodeURIComponent(slug)}`;
  const reply = await get(priced(store, path));
  if (reply.status === 200) return found(store, reply);
  // It may come to be under this name: any change of the list asks again.
  await tagPage(tags.products(store.id));
  const moved = lastSegment(reply);
  return moved === null ? { kind: "missing" } : { kind: "moved", slug: moved };
});

/** A product as version B of an A/B test; null once that does not run. Throws ApiUnavailable. */
export const loadFace = cache(async (store: Store, face: string): Promise<ProductState | null> => {
  const reply = await get(`${slugPath(store.slug)}/ab-tests/${encodeURIComponent(face)}/product`);
  await tagPage(tags.abTests(store.id));
  return reply.status === 200 ? found(store, reply) : null;
});

export type PageState =
  | { kind: "found"; page: ShopPage }
  | { kind: "moved"; slug: string }
  | { kind: "missing" };

/** A page or policy by its slug, or where it went. Throws ApiUnavailable. */
export const loadPage = cache(async (store: Store, slug: string): Promise<PageState> => {
  const path = `${slugPath(store.slug)}/pages/${encodeURIComponent(slug)}`;
  const reply = await get(varied(store, path));
  await tagPage(tags.pages(store.id));
  if (reply.status === 200) return { kind: "found", page: envelope<ShopPage>(reply).data };
  const moved = lastSegment(reply);
  return moved === null ? { kind: "missing" } : { kind: "moved", slug: moved };
});

/** Where a path without a page leads: a path or a whole address. Throws ApiUnavailable. */
export const loadRedirect = cache(async (store: Store, path: string): Promise<string | null> => {
  const reply = await get(`${slugPath(store.slug)}/redirect?path=${encodeURIComponent(path)}`);
  await tagPage(tags.pages(store.id), tags.products(store.id), tags.categories(store.id));
  return reply.status === 200 ? envelope<{ location: string }>(reply).data.location : null;
});

/** Every public address of the store. Throws ApiUnavailable. */
export async function loadSitemap(store: Store): Promise<SitemapEntry[]> {
  const reply = await get(`${slugPath(store.slug)}/sitemap`);
  await tagPage(
    tags.products(store.id),
    tags.categories(store.id),
    tags.collections(store.id),
    tags.pages(store.id),
    tags.blog(store.id),
  );
  return envelope<SitemapEntry[]>(reply).data;
}

/** What is offered with a product: volume prices, bundles, what goes well with it. Throws ApiUnavailable. */
export async function loadOffers(store: Store, productId: string): Promise<Offers> {
  const path = `${slugPath(store.slug)}/offers?product=${encodeURIComponent(productId)}`;
  const found = envelope<Offers>(await get(priced(store, path))).data;
  const cards = [
    ...found.bundles.map((bundle) => bundle.product),
    ...found.cross_sells.flatMap((offer) => offer.products),
  ];
  await tagPage(
    tags.upsells(store.id),
    tags.products(store.id),
    tags.categories(store.id),
    tags.collections(store.id),
    ...cards.map((card) => tags.product(store.id, card.id)),
  );
  return found;
}
