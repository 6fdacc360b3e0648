import type { z } from "zod";
import { Icon } from "@/components/icon";
import { ShopLink } from "@/components/shop-link";
import { State } from "@/components/state";
import { loadNewest, loadProducts } from "@/data/reads";
import { EMPTY_QUERY } from "@/lib/listing";
import { ProductGrid } from "@/listing/product-card";
import { wordsOf } from "@/messages/catalogues";

import type { BlockProps } from "./block-props";
import type { featuredProducts } from "./schemas";

/** A row or two of products, with the way to all of them. */
export async function FeaturedProducts({
  store,
  settings,
}: BlockProps<z.infer<typeof featuredProducts>>) {
  const { blocks: texts, listing } = wordsOf(store.locale);
  const { category, limit } = settings;
  const { items, page } = category
    ? await loadProducts(store, EMPTY_QUERY, { category }, limit)
    : await loadNewest(store, limit);
  const all = category ? `/categories/${encodeURIComponent(category)}` : "/products";
  return (
    <section className="section wrap">
      <div className="head">
        <div>
          <h2 className="d2">{settings.heading || texts.featured}</h2>
          {settings.text && <p className="lead">{settings.text}</p>}
        </div>
        {page.total > items.length && (
          <ShopLink className="btn btn-glass btn-small" href={all}>
            {texts.seeAll(page.total)} <Icon name="arrow" className="icon icon-small icon-turn" />
          </ShopLink>
        )}
      </div>
      {items.length > 0 ? (
        <ProductGrid items={items} store={store} />
      ) : (
        <State art="parcel" title={listing.empty} text={listing.emptyText} heading="h2" />
      )}
    </section>
  );
}
