/** What pages read. Each names the page's tags after what it found. */
import { unstable_cache } from "next/cache";
import { cache } from "react";
import { PAGE_LIFETIME_SECONDS, type Tag, tags } from "@/lib/cache-manifest";
import { regional } from "@/lib/countries";
import { EMPTY_QUERY, type ListingQuery, PER_PAGE } from "@/lib/listing";
import { toMinor } from "@/lib/money";
import { ApiUnavailable, type Reply, read } from "./http";
import type {
  Category,
  Filters,
  PageInfo,
  Product,
  ProductCard,
  SitemapEntry,
  Store,
} from "./types";

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

/** When this render first asked the API; the page is as old as that. */
const startedAt = cache(() => Date.now());

/**
 * Puts tags on the page being rendered. Outside a cached page (filters, search) it does nothing.
 * `unstable_cache` is how Next collects tags that only become known during a render; what it would
 * store is dropped by our cache handler.
 */
async function tagPage(...own: readonly Tag[]): Promise<void> {
  const all = [...own, tags.readAt(startedAt())];
  await unstable_cache(async () => true, all, {
    tags: all,
    revalidate: PAGE_LIFETIME_SECONDS,
  })();
}

function get(path: string): Promise<Reply> {
  startedAt();
  return read(path);
}

const slugPath = (slug: string): string => `/${encodeURIComponent(slug)}`;

interface Envelope<Data> {
  data: Data;
  page?: PageInfo;
}

function envelope<Data>(reply: Reply): Envelope<Data> {
  if (reply.status !== 200) throw new ApiUnavailable(new Error(`status ${reply.status}`));
  return reply.body as Envelope<Data>;
}

function refusal(reply: Reply): { code: string; details: Record<string, unknown>[] } {
  const body = reply.body as { error?: { code?: string; details?: unknown } } | null;
  const details = body?.error?.details;
  return {
    code: body?.error?.code ?? "",
    details: Array.isArray(details) ? (details as Record<string, unknown>[]) : [],
  };
}

const text = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value : null;

/** The store a slug means. Throws ApiUnavailable. */
export const loadStore = cache(async (slug: string): Promise<StoreState> => {
  const reply = await get(slugPath(slug));
  if (reply.status === 200) {
    const found = envelope<Store>(reply).data;
    const store = { ...found, locale: regional(found.locale, found.country) };
    await tagPage(tags.store(store.id), tags.slug(slug));
    return { kind: "open", store };
  }
  await tagPage(tags.slug(slug));
  const { code, details } = refusal(reply);
  if (code !== "store_paused") return { kind: "missing" };
  const told = details[0] ?? {};
  return { kind: "paused", name: text(told.name), contactEmail: text(told.contact_email) };
});

/** The store's categories, in their order. Throws ApiUnavailable. */
export const loadCategories = cache(async (store: Store): Promise<Category[]> => {
  const found = envelope<Category[]>(await get(`${slugPath(store.slug)}/categories`)).data;
  await tagPage(tags.categories(store.id));
  return found;
});

/** Query of the API's product list for one of ours; prices become minor units. */
export function apiQuery(
  query: ListingQuery,
  category: string | null,
  perPage: number,
  currency: string,
): string {
  const params = new URLSearchParams({ page: String(query.page), per_page: String(perPage) });
  params.set("sort", query.sort);
  if (query.search) params.set("search", query.search);
  const scope = category ?? query.category;
  if (scope) params.set("category", scope);
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
  category: string | null = null,
  perPage: number = PER_PAGE,
): Promise<ProductPage> {
  const path = `${slugPath(store.slug)}/products?${apiQuery(query, category, perPage, store.currency)}`;
  const reply = await get(path);
  if (reply.status === 404 || reply.status === 422) {
    return { items: [], page: { total: 0, page: query.page, per_page: perPage, next: null } };
  }
  const { data, page } = envelope<ProductCard[]>(reply);
  await tagPage(tags.products(store.id), ...data.map((item) => tags.product(store.id, item.id)));
  return {
    items: data,
    page: page ?? { total: data.length, page: query.page, per_page: perPage, next: null },
  };
}

/** The first products of the store, newest first. */
export const loadNewest = cache((store: Store, count: number) =>
  loadProducts(store, EMPTY_QUERY, null, count),
);

/** The filters a list offers. Throws ApiUnavailable. */
export async function loadFilters(
  store: Store,
  category: string | null,
  search: string,
): Promise<Filters> {
  const params = new URLSearchParams();
  if (category) params.set("category", category);
  if (search) params.set("search", search);
  const query = params.size > 0 ? `?${params}` : "";
  const reply = await get(`${slugPath(store.slug)}/filters${query}`);
  if (reply.status === 404 || reply.status === 422) {
    return { price_min: null, price_max: null, facets: [] };
  }
  await tagPage(tags.products(store.id), tags.categories(store.id));
  return envelope<Filters>(reply).data;
}

/** A product by its slug, or where it went. Throws ApiUnavailable. */
export const loadProduct = cache(async (store: Store, slug: string): Promise<ProductState> => {
  const reply = await get(`${slugPath(store.slug)}/products/${encodeURIComponent(slug)}`);
  if (reply.status === 200) {
    const product = envelope<Product>(reply).data;
    const shown = [product, ...product.related];
    await tagPage(...shown.map((item) => tags.product(store.id, item.id)));
    return { kind: "found", product };
  }
  // It may come to be under this name: any change of the list asks again.
  await tagPage(tags.products(store.id));
  const last = reply.status >= 300 && reply.status < 400 ? reply.location?.split("?")[0] : null;
  const moved = last?.split("/").filter(Boolean).at(-1);
  return moved ? { kind: "moved", slug: decodeURIComponent(moved) } : { kind: "missing" };
});

/** Every public address of the store. Throws ApiUnavailable. */
export async function loadSitemap(store: Store): Promise<SitemapEntry[]> {
  const reply = await get(`${slugPath(store.slug)}/sitemap`);
  await tagPage(tags.products(store.id), tags.categories(store.id));
  return envelope<SitemapEntry[]>(reply).data;
}
