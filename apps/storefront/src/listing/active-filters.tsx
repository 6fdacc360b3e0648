import { useWords } from "#words";
import { Icon } from "@/components/icon";
import { ShopLink } from "@/components/shop-link";
import { changed, type ListingQuery, toggled } from "@/lib/listing";

import { type FacetProps, hrefOf } from "./facets";

/** What is filtered by now, each removable. */
export function ActiveFilters({ store, filters, query, base }: FacetProps) {
  const words = useWords("listing");
  const categories = filters.facets.find((facet) => facet.key === "category")?.values ?? [];
  const range =
    query.from && query.to
      ? words.priceRange(query.from, query.to)
      : query.from
        ? words.priceOver(query.from)
        : words.priceUnder(query.to);
  const chips: { label: string; query: ListingQuery }[] = [
    ...(query.search ? [{ label: query.search, query: changed(query, { search: "" }) }] : []),
    ...(query.category
      ? [
          {
            label:
              categories.find((value) => value.value === query.category)?.label ?? query.category,
            query: changed(query, { category: "" }),
          },
        ]
      : []),
    ...(query.vendor ? [{ label: query.vendor, query: changed(query, { vendor: "" }) }] : []),
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
