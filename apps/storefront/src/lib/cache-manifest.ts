/**
 * Every cache tag of the storefront, and nothing else builds one. A tag with a missing part would
 * either drop nothing or drop somebody else's pages, so a missing part throws.
 */

/** A tag as Next stores it; only this file makes them. */
export type Tag = string & { readonly __tag: never };

/** Seconds a page lives at most, whatever message got lost. Also `revalidate` of every page. */
export const PAGE_LIFETIME_SECONDS = 300;

const PART = /^[^\s,:]{1,200}$/;

function tag(...parts: readonly string[]): Tag {
  for (const part of parts) {
    if (typeof part !== "string" || !PART.test(part)) {
      throw new Error(`Cache tag with a missing or malformed part: ${JSON.stringify(parts)}`);
    }
  }
  const built = parts.join(":");
  if (built.length > 256) throw new Error(`Cache tag longer than 256 characters: ${built}`);
  return built as Tag;
}

export const tags = {
  /** A store's name, settings, theme. */
  store: (storeId: string): Tag => tag("s", storeId, "store"),
  /** One product: its page, and every card that shows it. */
  product: (storeId: string, productId: string): Tag => tag("s", storeId, "product", productId),
  /** What is listed and in which order. */
  products: (storeId: string): Tag => tag("s", storeId, "products"),
  categories: (storeId: string): Tag => tag("s", storeId, "categories"),
  /** Names, addresses and places of categories, which product pages show as their path. */
  tree: (storeId: string): Tag => tag("s", storeId, "tree"),
  /** Pages, policies, and where paths without a page lead. */
  pages: (storeId: string): Tag => tag("s", storeId, "pages"),
  /** Posts of the blog and their categories. */
  blog: (storeId: string): Tag => tag("s", storeId, "blog"),
  collections: (storeId: string): Tag => tag("s", storeId, "collections"),
  /** What a search finds; it follows the products a moment later. */
  search: (storeId: string): Tag => tag("s", storeId, "search"),
  /** Volume prices, bundles and cross-sells: what is offered with a product. */
  upsells: (storeId: string): Tag => tag("s", storeId, "upsells"),
  abTests: (storeId: string): Tag => tag("s", storeId, "ab-tests"),
  /** What a slug means: a store, a paused one, or nothing. */
  slug: (slug: string): Tag => tag("slug", slug),
  /** When the first data of a page was read, in milliseconds; read by server/page-cache.mjs. */
  readAt: (milliseconds: number): Tag => {
    if (!Number.isSafeInteger(milliseconds) || milliseconds <= 0) {
      throw new Error(`Cache tag with a malformed time: ${milliseconds}`);
    }
    return tag("at", String(milliseconds));
  },
} as const;

const OF_STORE =
  /^s:[^\s,:]{1,200}:(?:store|products|categories|tree|pages|collections|search|upsells|ab-tests|blog|product:[^\s,:]{1,200})$/;
/** A slug alone, or with the store it belongs to: a page that says "no such store" knows only the first. */
const OF_SLUG = /^(?:s:[^\s,:]{1,200}:)?slug:([^\s,:]{1,200})$/;

/** The tag to drop for one the API sends, or null where it is none of ours. */
export function incoming(sent: string): Tag | null {
  if (OF_STORE.test(sent)) return sent as Tag;
  const slug = OF_SLUG.exec(sent)?.[1];
  return slug === undefined ? null : tags.slug(slug);
}
