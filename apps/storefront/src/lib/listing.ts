/** The product list's address: which part of a query means something, and its one spelling. */

export const SORTS = ["newest", "title", "price", "-price"] as const;
export type Sort = (typeof SORTS)[number];

/** Products on one page of a list. */
export const PER_PAGE = 24;
const MAX_PAGE = 9999;
const MAX_TERMS = 40;
const MAX_TERM = 200;

/** What a shopper asked of the list. */
export interface ListingQuery {
  page: number;
  sort: Sort;
  search: string;
  /** Category slugs, where the list is not one category's anyway. */
  category: string;
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
  search: "",
  category: "",
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

/** Reads a query string. Whatever is malformed is left out: a list never fails over its address. */
export function readListing(params: URLSearchParams): ListingQuery {
  const sort = params.get("sort");
  return {
    page: Math.max(1, whole(params.get("page"), MAX_PAGE) ?? 1),
    sort: SORTS.find((known) => known === sort) ?? "newest",
    search: text(params.get("search")),
    category: text(params.get("category")),
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
  if (query.tag) params.set("tag", query.tag);
  for (const option of query.options) params.append("option", option);
  if (query.from) params.set("from", query.from);
  if (query.to) params.set("to", query.to);
  if (query.available) params.set("available", "true");
  if (query.sort !== "newest") params.set("sort", query.sort);
  if (query.page > 1) params.set("page", String(query.page));
  return params.toString();
}

/** The query with one thing changed, back on its first page: where a filter's link leads. */
export function changed(query: ListingQuery, change: Partial<ListingQuery>): ListingQuery {
  return { ...query, page: 1, ...change };
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
  const match = /^(newest|title|price|price-desc)\.([1-9]\d{0,3})$/.exec(segment);
  if (!match) return null;
  const sort = match[1] === "price-desc" ? "-price" : (match[1] as Sort);
  return { sort, page: Number(match[2]) };
}
