"use client";

import { useEffect, useState } from "react";
import { useWords } from "#words";
import { NoPicture, Picture } from "@/components/picture";
import { PageLink } from "@/components/shop-link";
import type { Offers } from "@/lib/api-types";
import { formatMoney } from "@/lib/money";

import { call } from "../call";
import { QuickAdd } from "../cart/quick-add";
import { Seen } from "./seen";
import "@/styles/offers.css";

const MOST = 4;

/** What goes well with what is in the bag, or was bought; nothing where nothing does. */
export function OfferList({
  products,
  placement,
  locale,
}: {
  products: string[];
  placement: "cart" | "after_purchase";
  locale: string;
}) {
  const words = useWords("offers");
  const [found, setFound] = useState<Offers["cross_sells"]>([]);
  const asked = [...new Set(products)].sort().join(",");
  useEffect(() => {
    if (!asked) return;
    let wanted = true;
    const query = new URLSearchParams({ placement });
    for (const id of asked.split(",")) query.append("product", id);
    void call<Offers>(`/api/offers?${query}`).then((reply) => {
      if (wanted) setFound(reply.ok ? reply.data.cross_sells : []);
    });
    return () => {
      wanted = false;
    };
  }, [asked, placement]);
  if (found.length === 0) return null;
  return (
    <>
      {found.map((offer) => (
        <section key={offer.id} className="offer-list" aria-label={offer.title}>
          <h2 className="strong">{offer.title}</h2>
          {offer.discount && <p className="small muted">{words.deal(offer.discount)}</p>}
          <ul>
            {offer.products.slice(0, MOST).map((item) => (
              <li key={item.id}>
                <span className="stage offer-picture">
                  {item.image ? <Picture image={item.image} sizes="56px" alt="" /> : <NoPicture />}
                </span>
                <PageLink
                  className="min-w-0 clamp-2"
                  href={`/products/${encodeURIComponent(item.slug)}`}
                >
                  {item.title}
                </PageLink>
                <span className="num small">{formatMoney(item.price, locale)}</span>
                {item.variant_id && (
                  <QuickAdd variantId={item.variant_id} title={item.title} offer={offer.id} />
                )}
              </li>
            ))}
          </ul>
          <Seen ids={[offer.id]} />
        </section>
      ))}
    </>
  );
}
