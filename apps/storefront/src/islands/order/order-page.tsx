"use client";

import { useEffect, useState } from "react";
import { State } from "@/components/state";
import { order as words } from "@/messages/en/order";
import { useOrder } from "./load";
import { OrderView, placedOn } from "./order-view";

export interface OrderPageProps {
  locale: string;
  taxIncluded: boolean;
  contact: string | null;
}

export function OrderSkeleton() {
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
  const [link, setLink] = useState<{ id: string; token: string | null } | null>(null);
  useEffect(() => {
    const id = decodeURIComponent(window.location.pathname.split("/")[2] ?? "");
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
        <OrderView {...props} order={order} />
      </>
    );
  }
  if (state.kind === "missing") {
    return (
      <State art="lens" title={words.missing} text={words.missingText} heading="h1">
        <a className="btn btn-primary" href="/">
          {words.goOn}
        </a>
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
