"use client";

import { useEffect, useRef } from "react";
import { useWords } from "#words";
import { Icon } from "@/components/icon";
import { PageLink } from "@/components/shop-link";
import { Art } from "@/components/state";

import "@/styles/cart.css";
import { OfferList } from "../offers/offer-list";
import { CartLines } from "./lines";
import { CartNotice, CartSums, FreeDelivery } from "./parts";
import { closeDrawer, loadCart, useCart } from "./store";

function Body({ locale }: { locale: string }) {
  const words = useWords("cart");
  const { phase, cart } = useCart();
  if (cart && cart.lines.length > 0) {
    return (
      <>
        <div className="drawer-scroll">
          <CartNotice />
          <FreeDelivery cart={cart} locale={locale} />
          <CartLines lines={cart.lines} locale={locale} />
          <OfferList
            products={cart.lines.map((line) => line.product_id)}
            placement="cart"
            locale={locale}
          />
        </div>
        <div className="drawer-foot">
          <CartSums cart={cart} locale={locale} taxIncluded={taxIncluded()} />
        </div>
      </>
    );
  }
  if (phase === "failed") {
    return (
      <div className="drawer-scroll drawer-middle">
        <p className="strong">{words.failed}</p>
        <p className="muted small">{words.failedText}</p>
        <button type="button" className="btn btn-quiet" onClick={() => loadCart()}>
          {words.retry}
        </button>
      </div>
    );
  }
  if (phase === "ready") {
    return (
      <div className="drawer-scroll drawer-middle">
        <CartNotice />
        <Art name="bag" />
        <p className="d3">{words.empty}</p>
        <p className="muted">{words.emptyText}</p>
        <PageLink className="btn btn-primary" href="/products">
          {words.look}
        </PageLink>
      </div>
    );
  }
  return (
    <div className="drawer-scroll" role="status">
      <span className="sr-only">{words.loading}</span>
      {[0, 1].map((n) => (
        <div key={n} className="skeleton h-24" />
      ))}
    </div>
  );
}

/** Prices of the whole page say it once, in the document. */
function taxIncluded(): boolean {
  return document.documentElement.dataset.tax !== "added";
}

/** The bag as a sheet beside the page. A native modal dialog: focus, Escape and inertness come with it. */
export function CartDrawer({ locale }: { locale: string }) {
  const words = useWords("cart");
  const { drawer, cart } = useCart();
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (drawer && !element.open) element.showModal();
    if (!drawer && element.open) element.close();
  }, [drawer]);

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click on the backdrop only repeats Escape
    <dialog
      ref={dialog}
      className="drawer"
      aria-labelledby="drawer-title"
      // Escape is known at once; `close` may come late, when the drawer is wanted again already.
      onCancel={closeDrawer}
      onClose={(event) => !event.currentTarget.open && closeDrawer()}
      onClick={(event) => event.target === event.currentTarget && closeDrawer()}
    >
      <div className="drawer-in">
        <div className="drawer-head">
          <h2 className="d3" id="drawer-title">
            {words.title} {cart && cart.items > 0 && <span className="muted">{cart.items}</span>}
          </h2>
          <button
            type="button"
            className="icon-btn"
            aria-label={words.closeBag}
            onClick={closeDrawer}
          >
            <Icon name="close" />
          </button>
        </div>
        <Body locale={locale} />
      </div>
    </dialog>
  );
}
