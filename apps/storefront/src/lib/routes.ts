/**
 * The shop's addresses and where they lead inside the app: a closed list. What is not on it is one
 * cached "not found" page, so that made-up addresses fill no cache and reach no internal route.
 */
import { blogSegment, readBlog } from "./blog";
import { isFiltered, readListing, viewSegment, writeListing } from "./listing";

/** The two segments every page below `/s` begins with. */
export interface StoreParams {
  store: string;
  variant: string;
}

export interface Inside {
  /** Path below `/s/<store>/<variant>`; "" is the home page. */
  path: string;
  /** Query the page gets, without `?`. Cached pages get none. */
  search: string;
}

/** Pages of the account: one cached page each, filled in the browser. */
export const ACCOUNT_VIEWS = [
  "overview",
  "login",
  "register",
  "forgot",
  "reset",
  "verify",
  "orders",
  "order",
  "wishlist",
  "addresses",
  "settings",
  "recover",
  "unsubscribe",
] as const;
export type AccountView = (typeof ACCOUNT_VIEWS)[number];

const FIXED: Readonly<Record<string, string>> = {
  "/": "",
  "/categories": "/categories",
  "/collections": "/collections",
  "/cart": "/cart",
  "/track": "/track",
  "/gift-card": "/gift-card",
  "/pay": "/pay",
  "/checkout": "/checkout",
  "/checkout/return": "/checkout/return",
  "/checkout/success": "/checkout/success",
  "/checkout/cancelled": "/checkout/cancelled",
  "/login": "/account/login",
  "/register": "/account/register",
  "/forgot-password": "/account/forgot",
  "/account": "/account/overview",
  "/account/reset": "/account/reset",
  "/account/verify": "/account/verify",
  "/account/orders": "/account/orders",
  "/account/addresses": "/account/addresses",
  "/account/settings": "/account/settings",
  "/account/wishlist": "/account/wishlist",
  "/wishlist": "/account/wishlist",
  "/cart/recover": "/account/recover",
  "/unsubscribe": "/account/unsubscribe",
  "/newsletter/sent": "/newsletter/sent",
  "/newsletter/confirmed": "/newsletter/confirmed",
  "/newsletter/over": "/newsletter/over",
  "/newsletter/failed": "/newsletter/failed",
  "/robots.txt": "/robots",
  "/sitemap.xml": "/sitemap/index",
  "/feed.xml": "/feed",
};

/** The shop's own endpoints for its islands; `:id` is one path segment. */
const ENDPOINTS = [
  /^\/api\/cart$/,
  /^\/api\/cart\/lines$/,
  /^\/api\/cart\/lines\/[^/]+$/,
  /^\/api\/cart\/codes(?:\/[^/]+)?$/,
  /^\/api\/cart\/shipping-rates$/,
  /^\/api\/cart\/(?:recover|contact)$/,
  /^\/api\/session\/[a-z]+$/,
  /^\/api\/account\/[a-z-]+(?:\/[a-z]+(?:\/[0-9a-f-]{36})?)?$/,
  /^\/api\/unsubscribe$/,
  /^\/api\/newsletter(?:\/confirm)?$/,
  /^\/api\/checkout$/,
  /^\/api\/checkout\/[^/]+$/,
  /^\/api\/checkout\/[^/]+\/retry$/,
  /^\/api\/orders\/[^/]+(?:\/[a-z-]+){0,2}$/,
  /^\/api\/orders\/[^/]+\/[a-z-]+\/[0-9a-f-]{36}\/[a-z-]+$/,
  /^\/api\/orders\/[^/]+\/returns\/[0-9a-f-]{36}\/photos\/[0-9a-f-]{36}$/,
  /^\/api\/orders\/[^/]+\/reviews\/[0-9a-f-]{36}$/,
  /^\/api\/drafts\/[^/]+(?:\/pay)?$/,
  /^\/api\/gift-cards\/balance$/,
  /^\/api\/search$/,
  /^\/api\/offers$/,
  /^\/api\/ab-tests$/,
  /^\/api\/events$/,
  /^\/api\/consents(?:\/[0-9a-f-]{36})?$/,
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

/** The token of a mail's link, cut to what one can be. */
const tokenOf = (params: URLSearchParams): string => (params.get("token") ?? "").slice(0, 200);

function listing(params: URLSearchParams, scope: string | null): Inside {
  const query = readListing(params);
  const base = scope === null ? "/shelf" : `/category/${scope}`;
  if (!isFiltered(query)) return at(`${base}/${viewSegment(query)}`);
  const found = scope === null ? "/find" : `/find/${scope}`;
  return { path: found, search: writeListing(query) };
}

function collection(params: URLSearchParams, name: string): Inside {
  const query = readListing(params, "featured");
  if (!isFiltered(query)) return at(`/collection/${name}/${viewSegment(query)}`);
  return { path: `/find/collection/${name}`, search: writeListing(query) };
}

/** Where a public address leads inside, or null where there is no such page. */
export function inside(pathname: string, params: URLSearchParams): Inside | null {
  const path = pathname.length > 1 ? pathname.replace(/\/+$/, "") : pathname;
  const fixed = FIXED[path];
  if (fixed !== undefined && Object.hasOwn(FIXED, path)) return at(fixed);
  if (ENDPOINTS.some((endpoint) => endpoint.test(path))) {
    return { path, search: params.toString() };
  }
  if (path === "/newsletter/confirm") {
    // Made for each visit: its form carries the token.
    return { path: "/confirm", search: new URLSearchParams({ token: tokenOf(params) }).toString() };
  }
  if (/^\/account\/orders\/[0-9a-f-]{36}$/.test(path)) return at("/account/order");
  const [, first, second, ...rest] = path.split("/");
  if (rest.length > 0) return null;
  const name = segment(second);
  if (first === "products") {
    if (second === undefined) return listing(params, null);
    return name === null ? null : at(`/product/${name}`);
  }
  if (first === "categories" && name !== null) return listing(params, name);
  if (first === "collections" && name !== null) return collection(params, name);
  if (first === "blog") {
    if (second === undefined) return at(`/journal/${blogSegment(readBlog(params))}`);
    return name === null ? null : at(`/post/${name}`);
  }
  if (first === "pages" && name !== null) return at(`/page/${name}`);
  if (first === "orders" && name !== null) return at("/order");
  const part = /^sitemap-([1-9]\d{0,2})\.xml$/.exec(first ?? "");
  return part?.[1] && second === undefined ? at(`/sitemap/${part[1]}`) : null;
}
