import type { z } from "zod";
import { useWords } from "#words";
import { Picture } from "@/components/picture";
import { Price } from "@/components/price";
import { ShopLink } from "@/components/shop-link";
import { loadNewest, loadProduct } from "@/data/reads";
import { QuickAdd } from "@/islands/cart/quick-add";
import type { Image, ProductCard, Store } from "@/lib/api-types";
import { wordsOf } from "@/messages/catalogues";

import type { BlockProps } from "./block-props";
import type { heroBanner } from "./schemas";
import type { BlockPicture } from "./settings";

type Settings = z.infer<typeof heroBanner>;
type Shown = Pick<
  ProductCard,
  "slug" | "title" | "price" | "compare_at_price" | "variant_id" | "image"
> & { from: boolean };

/** Phones are told a little less than they show: see the gallery's sizes. */
const HERO_SIZES = "(min-width: 1344px) 616px, (min-width: 720px) 46vw, 70vw";

/** The product the picture sells: the one named, else the newest that can be bought. */
async function shownProduct(store: Store, slug: string): Promise<Shown | null> {
  if (slug === "none") return null;
  if (slug) {
    const found = await loadProduct(store, slug);
    if (found.kind === "found") {
      const { product } = found;
      const first = product.variants[0];
      if (!first || !product.variants.some((variant) => variant.available)) return null;
      const lowest = product.variants.reduce((a, b) => (b.price.amount < a.price.amount ? b : a));
      return {
        slug: product.slug,
        title: product.title,
        price: lowest.price,
        compare_at_price: lowest.compare_at_price,
        variant_id: product.variants.length === 1 ? first.id : null,
        image: product.images[0] ?? null,
        from: product.variants.some((variant) => variant.price.amount > lowest.price.amount),
      };
    }
  }
  const { items } = await loadNewest(store, 8);
  const item = items.find((card) => card.available);
  return item ? { ...item, from: item.price_max.amount > item.price.amount } : null;
}

function BuyTag({ product, locale }: { product: Shown; locale: string }) {
  const texts = useWords("blocks");
  return (
    <div className="hero-tag hero-buy glass">
      <div className="min-w-0">
        <b className="strong clamp-2">{product.title}</b>
        <div className="small">
          <Price
            price={product.price}
            before={product.compare_at_price}
            locale={locale}
            from={product.from}
            showSaving={false}
          />
        </div>
      </div>
      {product.variant_id ? (
        <QuickAdd variantId={product.variant_id} title={product.title} label={texts.add} />
      ) : (
        <ShopLink
          className="btn btn-primary btn-small push"
          href={`/products/${encodeURIComponent(product.slug)}`}
        >
          {texts.choose}
          <span className="sr-only"> {product.title}</span>
        </ShopLink>
      )}
    </div>
  );
}

/** The page's first view: one promise, one picture, one thing to buy. */
export async function HeroBanner({ store, settings, first }: BlockProps<Settings>) {
  const { blocks: texts } = wordsOf(store.locale);
  const product = await shownProduct(store, settings.product);
  const image: BlockPicture | Image | null = settings.image ?? product?.image ?? null;
  const Heading = first ? "h1" : "h2";
  const text = settings.text || store.description;
  const cutOut = !settings.image;
  return (
    <section className={image ? "hero wrap" : "hero hero-plain wrap"}>
      <div className="hero-copy">
        <Heading className="d1">{settings.heading || texts.welcome(store.name)}</Heading>
        {text && <p className="lead">{text}</p>}
        <div className="row">
          <ShopLink className="btn btn-primary" href={settings.button_link || "/products"}>
            {settings.button_label || texts.shopNow}
          </ShopLink>
          {settings.second_label && settings.second_link && (
            <ShopLink className="btn btn-glass" href={settings.second_link}>
              {settings.second_label}
            </ShopLink>
          )}
        </div>
      </div>
      {image && (
        <div className={cutOut ? "hero-stage hero-cutout" : "hero-stage"}>
          <Picture image={image} sizes={HERO_SIZES} priority={first} />
          {settings.fact_value && (
            <p className="hero-tag hero-fact glass">
              <strong>{settings.fact_value}</strong>
              {settings.fact_label}
            </p>
          )}
          {product && <BuyTag product={product} locale={store.locale} />}
        </div>
      )}
    </section>
  );
}
