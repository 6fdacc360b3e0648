/** The product list's address: which part of a query means something, and its one spelling. */

/** Orders of every list; the first is how it stands without being asked. */
export const SORTS = ["newest", "title", "price", "-price"] as const;
/** A collection has an order of its own, too, and begins with it. */
export const COLLECTION_SORTS = ["featured", ...SORTS] as const;
/** A search begins with what fits best. */
export const SEARCH_SORTS = ["relevance", ...SORTS] as const;
export type Sort = (typeof COLLECTION_SORTS)[number] | (typeof SEARCH_SORTS)[number];
/** The order a list has before another is asked for. */
export type FirstSort = "newest" | "featured";

/** Products on one page of a list. */
export const PER_PAGE = 24;
const MAX_PAGE = 9999;
const MAX_TERMS = 40;
const MAX_TERM = 200;

/** What a shopper asked of the list. */
export interface ListingQuery {
  page: number;
  sort: Sort;
  /** The order of this list when its address names none. */
  first: FirstSort;
  search: string;
  /** Category slugs, where the list is not one category's anyway. */
  category: string;
  vendor: string;
  tag: string;
  /** Prices in major units as they were typed, e.g. "49.90"; "" for none. */
  from: string;
  to: string;
  available: boolean;
  /** `Name:Value`, in the order of the address. */
  options: string[];
}

export const EMPTY_QUERY: ListingQuery = {
  page: 1,
  sort: "newest",
  first: "newest",
  search: "",
  category: "",
  vendor: "",
  tag: "",
  from: "",
  to: "",
  available: false,
  options: [],
};

function whole(value: string | null, max: number): number | null {
  if (value === null || !/^\d{1,13}$/.test(value)) return null;
  return Math.min(Number(value), max);
}

const price = (value: string | null): string => {
  const plain = (value ?? "").trim().replace(",", ".");
  return /^\d{1,10}(?:\.\d{1,3})?$/.test(plain) ? plain : "";
};

const text = (value: string | null): string => (value ?? "").trim().slice(0, MAX_TERM);

/** The orders a list can have: the best match is one where words were asked for. */
export function sortsOf(first: FirstSort, search: string): readonly Sort[] {
  if (first === "featured") return COLLECTION_SORTS;
  return search ? SEARCH_SORTS : SORTS;
}

const defaultSort = (first: FirstSort, search: string): Sort =>
  first === "newest" && search ? "relevance" : first;

/** Reads a query string. Whatever is malformed is left out: a list never fails over its address. */
export function readListing(params: URLSearchParams, first: FirstSort = "newest"): ListingQuery {
  const sort = params.get("sort");
  const search = text(params.get("search"));
  return {
    page: Math.max(1, whole(params.get("page"), MAX_PAGE) ?? 1),
    sort: sortsOf(first, search).find((known) => known === sort) ?? defaultSort(first, search),
    first,
    search,
    category: text(params.get("category")),
    vendor: text(params.get("vendor")),
    tag: text(params.get("tag")),
    from: price(params.get("from")),
    to: price(params.get("to")),
    available: params.get("available") === "true",
    options: [...new Set(params.getAll("option").map((term) => term.slice(0, MAX_TERM)))]
      .filter((term) => /^[^:]+:.+$/.test(term))
      .slice(0, MAX_TERMS),
  };
}

/** Whether the query narrows the list, rather than only turning its pages. */
export function isFiltered(query: ListingQuery): boolean {
  return (
    query.search !== "" ||
    query.category !== "" ||
    query.vendor !== "" ||
    query.tag !== "" ||
    query.from !== "" ||
    query.to !== "" ||
    query.available ||
    query.options.length > 0
  );
}

/** The query in its one spelling, without what is default; "" where nothing is left. */
export function writeListing(query: ListingQuery): string {
  const params = new URLSearchParams();
  if (query.search) params.set("search", query.search);
  if (query.category) params.set("category", query.category);
  if (query.vendor) params.set("vendor", query.vendor);
  if (query.tag) params.set("tag", query.tag);
  for (const option of query.options) params.append("option", option);
  if (query.from) params.set("from", query.from);
  if (query.to) params.set("to", query.to);
  if (query.available) params.set("available", "true");
  if (query.sort !== defaultSort(query.first, query.search)) params.set("sort", query.sort);
  if (query.page > 1) params.set("page", String(query.page));
  return params.toString();
}

/** The query with one thing changed, back on its first page: where a filter's link leads. */
export function changed(query: ListingQuery, change: Partial<ListingQuery>): ListingQuery {
  const next = { ...query, page: 1, ...change };
  return sortsOf(next.first, next.search).includes(next.sort)
    ? next
    : { ...next, sort: next.first };
}

/** The query with an option's value taken in or out. */
export function toggled(query: ListingQuery, term: string): ListingQuery {
  const options = query.options.includes(term)
    ? query.options.filter((other) => other !== term)
    : [...query.options, term];
  return changed(query, { options });
}

/** The unfiltered views are cached pages; this names one in a path, e.g. `price.2`. */
export function viewSegment(query: Pick<ListingQuery, "sort" | "page">): string {
  return `${query.sort === "-price" ? "price-desc" : query.sort}.${query.page}`;
}

/** The view a path segment names, or null. */
export function readView(segment: string): Pick<ListingQuery, "sort" | "page"> | null {
  const match = /^(featured|newest|title|price|price-desc)\.([1-9]\d{0,3})$/.exec(segment);
  if (!match) return null;
  const sort = match[1] === "price-desc" ? "-price" : (match[1] as Sort);
  return { sort, page: Number(match[2]) };
}
