import { useWords } from "#words";
import { Crumbs } from "@/components/crumbs";
import { Icon } from "@/components/icon";
import { ShopLink } from "@/components/shop-link";
import { State } from "@/components/state";
import {
  type FoundPage,
  loadCollectionFilters,
  loadFilters,
  loadFound,
  loadNewest,
  loadProducts,
} from "@/data/reads";
import type { Category, Collection, Store } from "@/lib/api-types";
import { richHtml } from "@/lib/html";
import { changed, isFiltered, type ListingQuery, PER_PAGE, sortsOf } from "@/lib/listing";
import type { Crumb } from "@/lib/structured-data";
import { ProductGrid } from "@/listing/product-card";
import { wordsOf } from "@/messages/catalogues";

import "@/styles/listing.css";
import { ActiveFilters } from "./active-filters";
import { Facets, formatCount, hrefOf } from "./facets";
import { Pages } from "./pages";

export interface ListingProps {
  store: Store;
  query: ListingQuery;
  /** The category whose list it is; null: the whole shop. */
  category: Category | null;
  /** All categories, for the way up and down. */
  categories: Category[];
  /** The collection whose list it is, instead of a category. */
  collection?: Collection | null;
}

/** Pictures of the first row are what the page opens with. */
const EAGER = 3;

function Sort({ query, base }: { query: ListingQuery; base: string }) {
  const words = useWords("listing");
  return (
    <details className="sort">
      <summary className="chip">
        <span>
          <span className="muted sort-by">{words.sort}:</span> {words.sorts[query.sort]}
        </span>
        <Icon name="chevron" className="icon icon-small" />
      </summary>
      <ul className="sort-menu">
        {sortsOf(query.first, query.search).map((sort) => (
          <li key={sort}>
            <ShopLink
              href={hrefOf(base, changed(query, { sort }))}
              aria-current={sort === query.sort ? "true" : undefined}
              rel="nofollow"
            >
              {words.sorts[sort]}
            </ShopLink>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Nothing to list: because of the search, the filters, the page, or because nothing is there. */
async function Nothing({
  store,
  query,
  category,
  collection = null,
  base,
}: Omit<ListingProps, "categories"> & { base: string }) {
  const { common, listing: words } = wordsOf(store.locale);
  if (query.page > 1) {
    return (
      <State art="lens" title={words.beyond}>
        <ShopLink className="btn btn-primary" href={hrefOf(base, changed(query, {}))}>
          {words.backToFirst}
        </ShopLink>
      </State>
    );
  }
  if (isFiltered(query)) {
    const { items } = await loadNewest(store, 4);
    return (
      <>
        <State
          art="lens"
          title={query.search ? words.nothingNamed(query.search) : words.nothingFits}
          text={query.search ? words.nothingNamedText : words.nothingFitsText}
        >
          <ShopLink className="btn btn-primary" href={base}>
            {words.clear}
          </ShopLink>
        </State>
        {items.length > 0 && <ProductGrid items={items} store={store} heading="h2" />}
      </>
    );
  }
  return (
    <State
      art="parcel"
      title={category || collection ? words.emptyCategory : words.empty}
      text={category || collection ? words.emptyCategoryText : words.emptyText}
    >
      {(category || collection) && (
        <ShopLink className="btn btn-primary" href="/products">
          {common.allProducts}
        </ShopLink>
      )}
    </State>
  );
}

/** Path of a list. */
export const listPath = (category: Category | null): string =>
  category ? `/categories/${encodeURIComponent(category.slug)}` : "/products";

/** Path of a collection. */
export const collectionPath = (collection: Collection): string =>
  `/collections/${encodeURIComponent(collection.slug)}`;

/** Crumbs of a collection. */
export function collectionCrumbs(store: Store, collection: Collection): Crumb[] {
  const { collections } = wordsOf(store.locale);
  return [
    { name: collections.title, path: "/collections" },
    { name: collection.title, path: collectionPath(collection) },
  ];
}

/** A category with those above it, topmost first. */
function lineage(category: Category | null, all: Category[]): Category[] {
  const line: Category[] = [];
  for (let at = category; at && !line.includes(at); ) {
    line.unshift(at);
    const above = at.parent_id;
    at = above === null ? null : (all.find((other) => other.id === above) ?? null);
  }
  return line;
}

/** Crumbs of a list. */
export function listCrumbs(store: Store, category: Category | null, all: Category[]): Crumb[] {
  const { common } = wordsOf(store.locale);
  return [
    { name: common.shop, path: "/products" },
    ...lineage(category, all).map((one) => ({ name: one.name, path: listPath(one) })),
  ];
}

/**
 * Filtered lists come from the search with their filters, the others from the shelf itself; what is
 * in a collection only the collection knows.
 */
async function load(
  store: Store,
  query: ListingQuery,
  category: Category | null,
  collection: Collection | null,
): Promise<FoundPage> {
  if (!collection && isFiltered(query)) return loadFound(store, query, category?.slug);
  const [found, filters] = await Promise.all([
    loadProducts(store, query, { category: category?.slug, collection: collection?.slug }),
    collection
      ? loadCollectionFilters(store, collection.slug, query.search)
      : loadFilters(store, category?.slug),
  ]);
  return { ...found, more: false, corrected: null, filters };
}

/** A product list: of the shop, of a category or collection, or what a search found. */
export async function Listing({
  store,
  query,
  category,
  categories,
  collection = null,
}: ListingProps) {
  const { listing: words } = wordsOf(store.locale);
  const base = collection ? collectionPath(collection) : listPath(category);
  const { items, page, more, corrected, filters } = await load(store, query, category, collection);
  const about = collection && !query.search ? richHtml(collection.description).trim() : "";
  const last = Math.max(1, Math.ceil(page.total / PER_PAGE));
  const title = query.search
    ? words.found(query.search)
    : (collection?.title ?? category?.name ?? words.title);
  const facet = { store, filters, query, base, scoped: category !== null };
  const below = categories.filter((one) => one.parent_id === category?.id && one.products > 0);
  const anything = page.total > 0 || isFiltered(query);
  return (
    <div className="wrap">
      {collection ? (
        <Crumbs crumbs={collectionCrumbs(store, collection)} />
      ) : category ? (
        <Crumbs crumbs={listCrumbs(store, category, categories)} />
      ) : (
        <div className="list-air" />
      )}
      <header className="head list-head">
        <div>
          <h1 className="d2">{title}</h1>
          {category?.description && !query.search && <p className="lead">{category.description}</p>}
          {about && (
            // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised by the API, disarmed here
            <div className="rich lead" dangerouslySetInnerHTML={{ __html: about }} />
          )}
          {corrected && <p className="lead">{words.corrected(query.search, corrected)}</p>}
          <p className="muted" role="status">
            {more
              ? words.resultsOver(formatCount(page.total, store.locale))
              : words.results(page.total)}
            {query.page > 1 && `, ${words.pageOf(query.page, last)}`}
          </p>
        </div>
        {items.length > 0 && page.total > 1 && <Sort query={query} base={base} />}
      </header>
      {category && below.length > 0 && (
        <ul className="chips list-below">
          {below.map((one) => (
            <li key={one.id}>
              <ShopLink className="chip" href={listPath(one)}>
                {one.name} <span className="num muted">{one.products}</span>
              </ShopLink>
            </li>
          ))}
        </ul>
      )}
      <div className={anything ? "list" : "list list-bare"}>
        {anything && (
          <aside aria-label={words.filters}>
            <details className="list-filters">
              <summary className="chip">
                <Icon name="filter" className="icon icon-small" /> {words.filters}
              </summary>
              <div className="panel list-panel">
                <Facets {...facet} />
              </div>
            </details>
            <div className="panel list-panel list-rail">
              <Facets {...facet} />
            </div>
          </aside>
        )}
        <div className="list-main">
          <ActiveFilters {...facet} />
          {items.length > 0 ? (
            <ProductGrid items={items} store={store} heading="h2" eager={EAGER} />
          ) : (
            <Nothing
              store={store}
              query={query}
              category={category}
              collection={collection}
              base={base}
            />
          )}
          {items.length > 0 && last > 1 && <Pages query={query} last={last} base={base} />}
        </div>
      </div>
    </div>
  );
}
