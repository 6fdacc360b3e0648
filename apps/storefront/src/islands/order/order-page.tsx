"use client";

import { useEffect, useState } from "react";
import { useWords } from "#words";
import { PageLink } from "@/components/shop-link";
import { State } from "@/components/state";

import { GoBack } from "./go-back";
import { useOrder } from "./load";
import { OrderView, placedOn } from "./order-view";
import { Papers } from "./papers";
import { OrderReviewsPanel } from "./reviews";

export interface OrderPageProps {
  locale: string;
  taxIncluded: boolean;
  contact: string | null;
}

export function OrderSkeleton() {
  const words = useWords("order");
  return (
    <div className="order" role="status">
      <span className="sr-only">{words.loading}</span>
      <div className="panel">
        <div className="skeleton h-40" />
      </div>
      <div className="panel">
        <div className="skeleton h-60" />
      </div>
    </div>
  );
}

/** The page behind the link in the mail: `/orders/<id>?token=…`. One cached page serves them all. */
export function OrderPage(props: OrderPageProps) {
  const words = useWords("order");
  const [link, setLink] = useState<{ id: string; token: string | null } | null>(null);
  useEffect(() => {
    const id = decodeURIComponent(window.location.pathname.split("/").at(-1) ?? "");
    setLink({ id, token: new URLSearchParams(window.location.search).get("token") });
  }, []);
  const { state, load } = useOrder(link?.id ?? null, link?.token ?? null);

  if (state.kind === "ready") {
    const { order } = state;
    return (
      <>
        <header className="head">
          <div>
            <h1 className="d2">{words.title(order.number)}</h1>
            <p className="lead">
              {words.placed(placedOn(order, props.locale))} {words.keep}
            </p>
          </div>
        </header>
        <OrderView
          {...props}
          order={order}
          actions={
            link?.token ? (
              <>
                <GoBack
                  link={{ id: link.id, token: link.token }}
                  locale={props.locale}
                  buyer={state.order.shipping_address.name}
                />
                <OrderReviewsPanel link={{ id: link.id, token: link.token }} />
                <Papers id={link.id} token={link.token} />
              </>
            ) : null
          }
        />
      </>
    );
  }
  if (state.kind === "missing") {
    return (
      <State art="lens" title={words.missing} text={words.missingText} heading="h1">
        <PageLink className="btn btn-primary" href="/">
          {words.goOn}
        </PageLink>
      </State>
    );
  }
  if (state.kind === "failed") {
    return (
      <State art="parcel" title={words.failed} text={words.failedText} heading="h1">
        <button type="button" className="btn btn-primary" onClick={() => load()}>
          {words.retry}
        </button>
      </State>
    );
  }
  return <OrderSkeleton />;
}
