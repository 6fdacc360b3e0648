import { useWords } from "#words";
import { Icon } from "@/components/icon";
import { NoPicture, Picture } from "@/components/picture";
import { Price } from "@/components/price";
import { ShopLink } from "@/components/shop-link";
import { Stars } from "@/components/stars";
import { QuickAdd } from "@/islands/cart/quick-add";
import type { ProductCard as Card, Store } from "@/lib/api-types";
import { saving } from "@/lib/money";

/**
 * How wide a card's picture is: two columns on phones, three, then four in 1280 px. Phones are told a
 * little less, as by the gallery: half the bytes where 256 pixels fall short by a few.
 */
const CARD_SIZES =
  "(min-width: 1344px) 250px, (min-width: 1040px) 20vw, (min-width: 720px) 27vw, 35vw";

export interface ProductCardProps {
  item: Card;
  /** Its language, and its name: a maker of the same name is not said again. */
  store: Pick<Store, "name" | "locale">;
  /** Heading level that fits the page. */
  heading?: "h2" | "h3";
  priority?: boolean;
  /** The offer it stands in. */
  offer?: string;
}

/** A product in a grid. */
export function ProductCard({
  item,
  store,
  heading = "h3",
  priority = false,
  offer,
}: ProductCardProps) {
  const common = useWords("common");
  const Heading = heading;
  const percent = saving(item.price, item.compare_at_price);
  const varies = item.price_max.amount > item.price.amount;
  return (
    <article className={item.available ? "card" : "card card-out"}>
      <span className="stage">
        {item.image ? (
          <Picture
            className="first"
            image={item.image}
            sizes={CARD_SIZES}
            alt=""
            priority={priority}
          />
        ) : (
          <NoPicture />
        )}
        {item.image && item.second_image && (
          <Picture className="second" image={item.second_image} sizes={CARD_SIZES} alt="" />
        )}
      </span>
      {!item.available ? (
        <span className="badge card-flag">{common.soldOut}</span>
      ) : (
        percent !== null && (
          <span className="badge badge-sale card-flag">{common.save(percent)}</span>
        )
      )}
      <div className="card-body">
        <Heading className="card-title clamp-2">
          <ShopLink href={`/products/${encodeURIComponent(item.slug)}`}>{item.title}</ShopLink>
        </Heading>
        {item.rating && (
          <p className="card-rating small">
            <Stars value={item.rating.average} />
            <span className="muted" aria-hidden="true">
              {item.rating.count}
            </span>
          </p>
        )}
        {item.vendor && item.vendor !== store.name && (
          <p className="small muted clamp-2">{item.vendor}</p>
        )}
      </div>
      <div className="card-foot">
        <Price
          price={item.price}
          before={item.compare_at_price}
          locale={store.locale}
          from={varies}
        />
        {item.variant_id ? (
          <QuickAdd variantId={item.variant_id} title={item.title} {...(offer ? { offer } : {})} />
        ) : (
          item.available && (
            <span className="icon-btn add-more" aria-hidden="true">
              <Icon name="arrow" className="icon icon-small icon-turn" />
            </span>
          )
        )}
      </div>
    </article>
  );
}

export interface ProductGridProps {
  items: Card[];
  store: Pick<Store, "name" | "locale">;
  heading?: "h2" | "h3";
  /** How many of the first pictures open the page. */
  eager?: number;
  /** The offer they stand in. */
  offer?: string;
}

export function ProductGrid({ items, store, heading = "h3", eager = 0, offer }: ProductGridProps) {
  return (
    <ul className="grid-cards">
      {items.map((item, index) => (
        <li key={item.id} className="grid">
          <ProductCard
            item={item}
            store={store}
            heading={heading}
            priority={index < eager}
            {...(offer ? { offer } : {})}
          />
        </li>
      ))}
    </ul>
  );
}
