import { useWords } from "#words";
import { Icon } from "@/components/icon";
import { ShopLink } from "@/components/shop-link";
import type { ListingQuery } from "@/lib/listing";

import { hrefOf } from "./facets";
import { pageNumbers } from "./page-numbers";

/** The pages of a list as links. */
export function Pages({ query, last, base }: { query: ListingQuery; last: number; base: string }) {
  const words = useWords("listing");
  const to = (page: number) => hrefOf(base, { ...query, page });
  return (
    <nav className="pages" aria-label={words.pages}>
      {query.page > 1 && (
        <ShopLink
          className="icon-btn"
          href={to(query.page - 1)}
          rel="prev"
          aria-label={words.previous}
        >
          <Icon name="back" className="icon icon-turn" />
        </ShopLink>
      )}
      <ol>
        {pageNumbers(query.page, last).map((n, index) =>
          n === null ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a gap has no other name
            <li key={`gap-${index}`} className="muted" aria-hidden="true">
              …
            </li>
          ) : (
            <li key={n}>
              <ShopLink
                className="icon-btn num"
                href={to(n)}
                aria-label={words.page(n)}
                aria-current={n === query.page ? "page" : undefined}
              >
                {n}
              </ShopLink>
            </li>
          ),
        )}
      </ol>
      {query.page < last && (
        <ShopLink className="icon-btn" href={to(query.page + 1)} rel="next" aria-label={words.next}>
          <Icon name="next" className="icon icon-turn" />
        </ShopLink>
      )}
    </nav>
  );
}
