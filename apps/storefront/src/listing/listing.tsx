import { Crumbs } from "@/components/crumbs";
import { Icon } from "@/components/icon";
import { ProductGrid } from "@/components/product-card";
import { ShopLink } from "@/components/shop-link";
import { State } from "@/components/state";
import { loadFilters, loadNewest, loadProducts } from "@/data/reads";
import type { Category, Store } from "@/data/types";
import { changed, isFiltered, type ListingQuery, PER_PAGE, SORTS } from "@/lib/listing";
import type { Crumb } from "@/lib/structured-data";
import { common } from "@/messages/en/common";
import { listing as words } from "@/messages/en/listing";
import "@/styles/listing.css";
import { ActiveFilters, Facets, hrefOf } from "./facets";
import { Pages } from "./pages";

export interface ListingProps {
  store: Store;
  query: ListingQuery;
  /** The category whose list it is; null: the whole shop. */
  category: Category | null;
  /** All categories, for the way up and down. */
  categories: Category[];
}

/** Pictures of the first row are what the page opens with. */
const EAGER = 3;

function Sort({ query, base }: { query: ListingQuery; base: string }) {
  return (
    <details className="sort">
      <summary className="chip">
        <span>
          <span className="muted">{words.sort}:</span> {words.sorts[query.sort]}
        </span>
        <Icon name="chevron" className="icon icon-small" />
      </summary>
      <ul className="sort-menu">
        {SORTS.map((sort) => (
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
  base,
}: Omit<ListingProps, "categories"> & { base: string }) {
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
      title={category ? words.emptyCategory : words.empty}
      text={category ? words.emptyCategoryText : words.emptyText}
    >
      {category && (
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
export function listCrumbs(category: Category | null, all: Category[]): Crumb[] {
  return [
    { name: common.shop, path: "/products" },
    ...lineage(category, all).map((one) => ({ name: one.name, path: listPath(one) })),
  ];
}

/** A product list: of the shop, of a category, or what a search found. */
export async function Listing({ store, query, category, categories }: ListingProps) {
  const base = listPath(category);
  const [found, filters] = await Promise.all([
    loadProducts(store, query, category?.slug ?? null),
    loadFilters(store, category?.slug ?? null, query.search),
  ]);
  const { items, page } = found;
  const last = Math.max(1, Math.ceil(page.total / PER_PAGE));
  const title = query.search ? words.found(query.search) : (category?.name ?? words.title);
  const facet = { store, filters, query, base, scoped: category !== null };
  const below = categories.filter((one) => one.parent_id === category?.id && one.products > 0);
  const anything = page.total > 0 || isFiltered(query);
  return (
    <div className="wrap">
      {category ? (
        <Crumbs crumbs={listCrumbs(category, categories)} />
      ) : (
        <div className="list-air" />
      )}
      <header className="head list-head">
        <div>
          <h1 className="d2">{title}</h1>
          {category?.description && !query.search && <p className="lead">{category.description}</p>}
          <p className="muted" role="status">
            {words.results(page.total)}
            {query.page > 1 && `, ${words.pageOf(query.page, last)}`}
          </p>
        </div>
        {items.length > 1 && <Sort query={query} base={base} />}
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
            <Nothing store={store} query={query} category={category} base={base} />
          )}
          {items.length > 0 && last > 1 && <Pages query={query} last={last} base={base} />}
        </div>
      </div>
    </div>
  );
}
