import { Icon } from "@/components/icon";
import { ShopLink } from "@/components/shop-link";
import type { Filters, Store } from "@/data/types";
import { changed, type ListingQuery, toggled, writeListing } from "@/lib/listing";
import { minorDigits } from "@/lib/money";
import { listing as words } from "@/messages/en/listing";

/** Values of a filter shown at once; the rest folds out. */
const SHOWN = 10;

export interface FacetProps {
  store: Store;
  filters: Filters;
  query: ListingQuery;
  /** Path of the list, e.g. `/products`. */
  base: string;
  /** The list is one category's: choosing another is for its own page. */
  scoped: boolean;
}

export const hrefOf = (base: string, query: ListingQuery): string => {
  const search = writeListing(query);
  return search ? `${base}?${search}` : base;
};

interface Value {
  label: string;
  count: number | null;
  on: boolean;
  query: ListingQuery;
}

function Values({ values, base }: { values: Value[]; base: string }) {
  const item = (value: Value) => (
    <li key={value.label}>
      <ShopLink
        className="facet"
        href={hrefOf(base, value.query)}
        aria-current={value.on ? "true" : undefined}
        rel="nofollow"
        scroll={false}
      >
        <span className="facet-box" aria-hidden="true">
          {value.on && <Icon name="check" className="icon icon-small" />}
        </span>
        <span className="facet-label">{value.label}</span>
        {value.count !== null && <span className="num muted small">{value.count}</span>}
      </ShopLink>
    </li>
  );
  const rest = values.slice(SHOWN);
  return (
    <>
      <ul>{values.slice(0, SHOWN).map(item)}</ul>
      {rest.length > 0 && (
        <details className="fold facet-more" open={rest.some((value) => value.on)}>
          <summary className="small strong">
            {words.more(rest.length)} <Icon name="plus" className="icon icon-small" />
          </summary>
          <ul>{rest.map(item)}</ul>
        </details>
      )}
    </>
  );
}

function valuesOf(key: string, filters: Filters, query: ListingQuery): Value[] {
  const facet = filters.facets.find((other) => other.key === key);
  if (!facet) return [];
  const shown = (on: boolean, count: number) => on || count > 0;
  if (key === "category" || key === "tag") {
    return facet.values
      .map((value) => {
        const on = query[key] === value.value;
        const next = changed(query, { [key]: on ? "" : value.value });
        return { label: value.label, count: value.count, on, query: next };
      })
      .filter((value) => shown(value.on, value.count));
  }
  const name = key.slice("option.".length);
  return facet.values
    .map((value) => {
      const term = `${name}:${value.value}`;
      const on = query.options.includes(term);
      return { label: value.label, count: value.count, on, query: toggled(query, term) };
    })
    .filter((value) => shown(value.on, value.count));
}

function PriceForm({ store, query, base }: FacetProps) {
  const rest = new URLSearchParams(writeListing(changed(query, { from: "", to: "" })));
  const step = 1 / 10 ** minorDigits(store.currency);
  return (
    <form className="facet-price" action={base}>
      {[...rest].map(([name, value]) => (
        <input key={`${name}${value}`} type="hidden" name={name} value={value} />
      ))}
      <div className="field">
        <label htmlFor="price-from">{words.priceFrom(store.currency)}</label>
        <input
          className="input"
          id="price-from"
          name="from"
          type="number"
          min={0}
          step={step}
          inputMode="decimal"
          defaultValue={query.from}
        />
      </div>
      <div className="field">
        <label htmlFor="price-to">{words.priceTo(store.currency)}</label>
        <input
          className="input"
          id="price-to"
          name="to"
          type="number"
          min={0}
          step={step}
          inputMode="decimal"
          defaultValue={query.to}
        />
      </div>
      <button type="submit" className="btn btn-quiet btn-small">
        {words.apply}
      </button>
    </form>
  );
}

/** Filters as links and one small form: they work before, and without, a script. */
export function Facets(props: FacetProps) {
  const { filters, query, base, scoped } = props;
  const groups = filters.facets
    .filter((facet) => facet.key !== "available" && !(scoped && facet.key === "category"))
    .map((facet) => ({ ...facet, list: valuesOf(facet.key, filters, query) }))
    .filter((group) => group.list.length > 1 || group.list.some((value) => value.on));
  const { price_min: low, price_max: high } = filters;
  const priced = low && high && high.amount > low.amount;
  return (
    <>
      <Values
        base={base}
        values={[
          {
            label: words.available,
            count: null,
            on: query.available,
            query: changed(query, { available: !query.available }),
          },
        ]}
      />
      {groups.map((group) => (
        <section key={group.key} aria-label={group.label}>
          <h2 className="facet-head">{group.label}</h2>
          <Values values={group.list} base={base} />
        </section>
      ))}
      {(priced || query.from || query.to) && (
        <section aria-label={words.price}>
          <h2 className="facet-head">{words.price}</h2>
          <PriceForm {...props} />
        </section>
      )}
    </>
  );
}

/** What is filtered by now, each removable. */
export function ActiveFilters({ store, filters, query, base }: FacetProps) {
  const categories = filters.facets.find((facet) => facet.key === "category")?.values ?? [];
  const range =
    query.from && query.to
      ? words.priceRange(query.from, query.to)
      : query.from
        ? words.priceOver(query.from)
        : words.priceUnder(query.to);
  const chips: { label: string; query: ListingQuery }[] = [
    ...(query.search
      ? [{ label: `“${query.search}”`, query: changed(query, { search: "" }) }]
      : []),
    ...(query.category
      ? [
          {
            label:
              categories.find((value) => value.value === query.category)?.label ?? query.category,
            query: changed(query, { category: "" }),
          },
        ]
      : []),
    ...(query.tag ? [{ label: query.tag, query: changed(query, { tag: "" }) }] : []),
    ...query.options.map((term) => ({
      label: term.slice(term.indexOf(":") + 1),
      query: toggled(query, term),
    })),
    ...(query.from || query.to
      ? [{ label: `${range} ${store.currency}`, query: changed(query, { from: "", to: "" }) }]
      : []),
    ...(query.available
      ? [{ label: words.available, query: changed(query, { available: false }) }]
      : []),
  ];
  if (chips.length === 0) return null;
  return (
    <ul className="chips active-filters">
      {chips.map((chip) => (
        <li key={chip.label}>
          <ShopLink
            className="chip"
            href={hrefOf(base, chip.query)}
            aria-label={words.remove(chip.label)}
            scroll={false}
          >
            {chip.label} <Icon name="close" className="icon icon-small" />
          </ShopLink>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <ShopLink className="link small block-link" href={base} scroll={false}>
            {words.clear}
          </ShopLink>
        </li>
      )}
    </ul>
  );
}
