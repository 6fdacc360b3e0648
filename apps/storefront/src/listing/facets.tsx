import { usePrefix, useWords } from "#words";
import { Icon } from "@/components/icon";
import { ShopLink } from "@/components/shop-link";
import type { Filters, Store } from "@/lib/api-types";
import { changed, type ListingQuery, toggled, writeListing } from "@/lib/listing";
import { decimal, formatRound, minorDigits, toMinor } from "@/lib/money";
import { wordsOf } from "@/messages/catalogues";

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

/** A number with the separators of the store's language. */
export const formatCount = (count: number, locale: string): string =>
  new Intl.NumberFormat(locale).format(count);

interface Value {
  label: string;
  count: string | null;
  /** Levels below a category that is listed, too. */
  depth?: number;
  on: boolean;
  query: ListingQuery;
}

function Values({ values, base }: { values: Value[]; base: string }) {
  const words = useWords("listing");
  const item = (value: Value) => (
    <li key={value.label}>
      <ShopLink
        className={value.depth ? "facet facet-below" : "facet"}
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

/** Where a range's ends stand in the address: in major units, as somebody would type them. */
function rangeOf(value: string, currency: string): { from: string; to: string } | null {
  const [low, high] = value.split("-").map(Number);
  if (low === undefined || high === undefined || Number.isNaN(low + high)) return null;
  return { from: decimal({ amount: low, currency }), to: decimal({ amount: high, currency }) };
}

function valuesOf(key: string, { filters, query, store }: FacetProps): Value[] {
  const facet = filters.facets.find((other) => other.key === key);
  if (!facet) return [];
  const { currency, locale } = store;
  const { listing: words } = wordsOf(locale);
  const parents = new Set(facet.values.map((value) => value.value));
  const one = (value: (typeof facet.values)[number]): Value | null => {
    const number = formatCount(value.count, locale);
    const count = value.more ? words.atLeast(number) : number;
    const shown = { label: value.label, count };
    if (key === "category" || key === "vendor" || key === "tag") {
      const on = query[key] === value.value;
      const depth = value.parent !== null && parents.has(value.parent) ? 1 : 0;
      return { ...shown, depth, on, query: changed(query, { [key]: on ? "" : value.value }) };
    }
    if (key === "price") {
      const range = rangeOf(value.value, currency);
      if (!range) return null;
      const on =
        toMinor(query.from, currency) === toMinor(range.from, currency) &&
        toMinor(query.to, currency) === toMinor(range.to, currency);
      const [low, high] = value.value.split("-").map(Number) as [number, number];
      const label = words.priceRange(
        formatRound({ amount: low, currency }, locale),
        formatRound({ amount: high + 1, currency }, locale),
      );
      return { label, count, on, query: changed(query, on ? { from: "", to: "" } : range) };
    }
    const term = `${key.slice("option.".length)}:${value.value}`;
    const on = query.options.includes(term);
    return { ...shown, on, query: toggled(query, term) };
  };
  return facet.values.map(one).filter((value) => value !== null);
}

function PriceForm({ store, query, base }: FacetProps) {
  const words = useWords("listing");
  const rest = new URLSearchParams(writeListing(changed(query, { from: "", to: "" })));
  const step = 1 / 10 ** minorDigits(store.currency);
  return (
    <form className="facet-price" action={`${usePrefix()}${base}`}>
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
  const words = useWords("listing");
  const { filters, query, base, scoped } = props;
  const stock = filters.facets.find((facet) => facet.key === "available")?.values[0];
  const groups = filters.facets
    .filter(
      (facet) =>
        facet.key !== "available" && facet.key !== "price" && !(scoped && facet.key === "category"),
    )
    .map((facet) => ({
      key: facet.key,
      label: (words.facets as Readonly<Record<string, string>>)[facet.key] ?? facet.label,
      list: valuesOf(facet.key, props),
    }))
    .filter((group) => group.list.length > 1 || group.list.some((value) => value.on));
  const ranges = valuesOf("price", props);
  const { price_min: low, price_max: high } = filters;
  const priced = low && high && high.amount > low.amount;
  return (
    <>
      <Values
        base={base}
        values={[
          {
            label: words.available,
            count: stock
              ? stock.more
                ? words.atLeast(formatCount(stock.count, props.store.locale))
                : formatCount(stock.count, props.store.locale)
              : null,
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
          {ranges.length > 1 && <Values values={ranges} base={base} />}
          <PriceForm {...props} />
        </section>
      )}
    </>
  );
}
