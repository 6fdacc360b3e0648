import { useWords } from "#words";
import { NoPicture, Picture } from "@/components/picture";
import { ShopLink } from "@/components/shop-link";
import { QuickAdd } from "@/islands/cart/quick-add";
import type { BundleOffer as Offer, Store } from "@/lib/api-types";
import { formatMoney } from "@/lib/money";

/** A bundle with what is in it, what that costs alone, and the button that adds it whole. */
export function BundleOffer({ offer, store }: { offer: Offer; store: Pick<Store, "locale"> }) {
  const words = useWords("offers");
  const { product } = offer;
  const saves = offer.components_price.amount > product.price.amount;
  return (
    <li className="panel bundle">
      <span className="stage bundle-picture">
        {product.image ? <Picture image={product.image} sizes="92px" alt="" /> : <NoPicture />}
      </span>
      <div className="min-w-0">
        <h3 className="strong clamp-2">
          <ShopLink href={`/products/${encodeURIComponent(product.slug)}`}>
            {product.title}
          </ShopLink>
        </h3>
        <p className="small muted">
          {offer.components
            .map((part) =>
              part.quantity > 1 ? words.units(part.quantity, part.title) : part.title,
            )
            .join(" + ")}
        </p>
        <p className="price">
          <span className="price-now">{formatMoney(product.price, store.locale)}</span>{" "}
          {saves && (
            <span className="small muted">
              {words.alone(formatMoney(offer.components_price, store.locale))}
            </span>
          )}
        </p>
      </div>
      {product.variant_id && (
        <QuickAdd
          variantId={product.variant_id}
          title={product.title}
          label={words.addBundle}
          offer={offer.id}
        />
      )}
    </li>
  );
}

/** On a set's own page: what is in it, each with the way to it. */
export function BundleParts({ parts }: { parts: Offer["components"] }) {
  const words = useWords("offers");
  return (
    <section className="parts" aria-labelledby="inside">
      <h2 className="strong" id="inside">
        {words.inside}
      </h2>
      <ul>
        {parts.map((part) => {
          const name = [part.title, part.variant_title].filter(Boolean).join(", ");
          return (
            <li key={`${part.slug} ${part.variant_title}`}>
              <ShopLink href={`/products/${encodeURIComponent(part.slug)}`}>
                {part.quantity > 1 ? words.units(part.quantity, name) : name}
              </ShopLink>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
