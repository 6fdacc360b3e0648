/**
 * The shop's addresses and where they lead inside the app: a closed list. What is not on it is one
 * cached "not found" page, so that made-up addresses fill no cache and reach no internal route.
 */
import { isFiltered, readListing, viewSegment, writeListing } from "./listing";

/** Variants a page exists in; the proxy alone picks one. Locale, currency and A/B come here. */
export const VARIANTS = ["default"] as const;
export type Variant = (typeof VARIANTS)[number];

export function isVariant(word: string): word is Variant {
  return VARIANTS.some((known) => known === word);
}

export interface Inside {
  /** Path below `/s/<store>/<variant>`; "" is the home page. */
  path: string;
  /** Query the page gets, without `?`. Cached pages get none. */
  search: string;
}

const FIXED: Readonly<Record<string, string>> = {
  "/": "",
  "/categories": "/categories",
  "/cart": "/cart",
  "/checkout": "/checkout",
  "/checkout/return": "/checkout/return",
  "/checkout/success": "/checkout/success",
  "/checkout/cancelled": "/checkout/cancelled",
  "/robots.txt": "/robots",
  "/sitemap.xml": "/sitemap/index",
};

/** The shop's own endpoints for its islands; `:id` is one path segment. */
const ENDPOINTS = [
  /^\/api\/cart$/,
  /^\/api\/cart\/lines$/,
  /^\/api\/cart\/lines\/[^/]+$/,
  /^\/api\/cart\/shipping-rates$/,
  /^\/api\/checkout$/,
  /^\/api\/checkout\/[^/]+$/,
  /^\/api\/checkout\/[^/]+\/retry$/,
  /^\/api\/orders\/[^/]+$/,
];

const at = (path: string): Inside => ({ path, search: "" });

/** One decoded path segment that is safe to put into a path again, or null. */
function segment(raw: string | undefined): string | null {
  if (raw === undefined || raw === "") return null;
  let plain: string;
  try {
    plain = decodeURIComponent(raw);
  } catch {
    return null; // broken percent encoding
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (plain.length > 255 || /[/\\\u0000-\u001f\u007f]/.test(plain) || /^\.{1,2}$/.test(plain)) {
    return null;
  }
  return encodeURIComponent(plain);
}

function listing(params: URLSearchParams, scope: string | null): Inside {
  const query = readListing(params);
  const base = scope === null ? "/shelf" : `/category/${scope}`;
  if (!isFiltered(query)) return at(`${base}/${viewSegment(query)}`);
  const found = scope === null ? "/find" : `/find/${scope}`;
  return { path: found, search: writeListing(query) };
}

/** Where a public address leads inside, or null where there is no such page. */
export function inside(pathname: string, params: URLSearchParams): Inside | null {
  const path = pathname.length > 1 ? pathname.replace(/\/+$/, "") : pathname;
  const fixed = FIXED[path];
  if (fixed !== undefined && Object.hasOwn(FIXED, path)) return at(fixed);
  if (ENDPOINTS.some((endpoint) => endpoint.test(path))) {
    return { path, search: params.toString() };
  }
  const [, first, second, ...rest] = path.split("/");
  if (rest.length > 0) return null;
  const name = segment(second);
  if (first === "products") {
    if (second === undefined) return listing(params, null);
    return name === null ? null : at(`/product/${name}`);
  }
  if (first === "categories" && name !== null) return listing(params, name);
  if (first === "orders" && name !== null) return at("/order");
  const part = /^sitemap-([1-9]\d{0,2})\.xml$/.exec(first ?? "");
  return part?.[1] && second === undefined ? at(`/sitemap/${part[1]}`) : null;
}
