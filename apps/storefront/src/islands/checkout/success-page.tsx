"use client";

import { useEffect, useState } from "react";
import { useWords } from "#words";
import { PageLink } from "@/components/shop-link";
import { State } from "@/components/state";
import { addressHere } from "@/messages/client";

import { forgetCart, startCart } from "../cart/store";
import { OfferList } from "../offers/offer-list";
import { useOrder } from "../order/load";
import { type OrderPageProps, OrderSkeleton } from "../order/order-page";
import { OrderView } from "../order/order-view";
import { dropDraft } from "./form-state";
import { useCheckoutState } from "./use-checkout-state";

const firstName = (name: string): string => name.trim().split(/\s+/)[0] ?? "";

/** After payment: thanks, the order, and the link that stays. Safe to reload. */
export function SuccessPage({ slug, ...props }: OrderPageProps & { slug: string }) {
  const outcome = useWords("outcome");
  const words = useWords("order");
  const [id, setId] = useState<string | null>(null);
  useEffect(() => {
    startCart(slug);
    setId(new URLSearchParams(window.location.search).get("checkout") ?? "");
  }, [slug]);
  const seen = useCheckoutState(id, 0);
  const placed = seen.kind === "known" ? seen.checkout.order : null;
  const { state, load } = useOrder(placed?.id ?? null, placed?.token ?? null);
  const open = seen.kind === "known" && seen.checkout.state !== "completed";

  useEffect(() => {
    if (!placed) return;
    dropDraft(slug);
    forgetCart();
  }, [placed, slug]);
  useEffect(() => {
    if (open && id)
      window.location.replace(addressHere(`/checkout/return?checkout=${encodeURIComponent(id)}`));
  }, [open, id]);

  if (seen.kind === "unknown") {
    return (
      <State art="lens" title={outcome.unknown} text={outcome.unknownText} heading="h1">
        <PageLink className="btn btn-primary" href="/">
          {outcome.home}
        </PageLink>
      </State>
    );
  }
  const link = placed
    ? `/orders/${encodeURIComponent(placed.id)}?token=${encodeURIComponent(placed.token)}`
    : null;
  if (state.kind === "ready" && link) {
    const { order } = state;
    const name = firstName(order.shipping_address.name);
    return (
      <>
        <header className="head">
          <div>
            <h1 className="d2">{name ? words.thanks(name) : words.thanksPlain}</h1>
            <p className="lead">{words.confirmed(order.number, order.email)}</p>
          </div>
          <PageLink className="btn btn-glass btn-small" href={link}>
            {words.statusPage}
          </PageLink>
        </header>
        <OrderView {...props} order={order} />
        <OfferList
          products={order.items.map((item) => item.product_id)}
          placement="after_purchase"
          locale={props.locale}
        />
      </>
    );
  }
  if (link && (state.kind === "failed" || state.kind === "missing")) {
    return (
      <State art="parcel" title={outcome.done} text={words.failedText} heading="h1">
        <button type="button" className="btn btn-primary" onClick={() => load()}>
          {words.retry}
        </button>
        <PageLink className="btn btn-quiet" href={link}>
          {words.statusPage}
        </PageLink>
      </State>
    );
  }
  return <OrderSkeleton />;
}
