"use client";

import { useEffect } from "react";
import { useWords } from "#words";
import { Icon } from "@/components/icon";
import { PageLink } from "@/components/shop-link";
import { State } from "@/components/state";

import { OfferList } from "../offers/offer-list";
import { Codes } from "./codes";
import { CartLines } from "./lines";
import { CartNotice, CartSums, FreeDelivery } from "./parts";
import { loadCart, useCart } from "./store";

/** The bag as a page of its own: what the drawer shows, with room. */
export function BagPage({ locale, taxIncluded }: { locale: string; taxIncluded: boolean }) {
  const words = useWords("cart");
  const { phase, cart } = useCart();

  useEffect(() => {
    void loadCart();
    // A page brought back by the browser's history shows what it froze with.
    const revive = (event: PageTransitionEvent) => event.persisted && loadCart();
    window.addEventListener("pageshow", revive);
    return () => window.removeEventListener("pageshow", revive);
  }, []);

  if (cart && cart.lines.length > 0) {
    return (
      <div className="bag-page">
        <div className="panel stack" style={{ "--gap": "18px" } as React.CSSProperties}>
          <CartNotice />
          <CartLines lines={cart.lines} locale={locale} />
          <OfferList
            products={cart.lines.map((line) => line.product_id)}
            placement="cart"
            locale={locale}
          />
        </div>
        <aside className="panel bag-sums">
          <FreeDelivery cart={cart} locale={locale} />
          <Codes cart={cart} locale={locale} />
          <CartSums cart={cart} locale={locale} taxIncluded={taxIncluded} />
        </aside>
      </div>
    );
  }
  if (phase === "failed") {
    return (
      <State art="parcel" title={words.failed} text={words.failedText}>
        <button type="button" className="btn btn-primary" onClick={() => loadCart()}>
          {words.retry}
        </button>
      </State>
    );
  }
  if (phase === "ready") {
    return (
      <>
        <CartNotice />
        <State art="bag" title={words.empty} text={words.emptyText}>
          <PageLink className="btn btn-primary" href="/products">
            {words.look} <Icon name="arrow" className="icon icon-small icon-turn" />
          </PageLink>
        </State>
      </>
    );
  }
  return (
    <div className="bag-page" role="status">
      <span className="sr-only">{words.loading}</span>
      <div className="panel stack">
        <div className="skeleton h-24" />
        <div className="skeleton h-24" />
      </div>
      <div className="panel">
        <div className="skeleton h-40" />
      </div>
    </div>
  );
}
