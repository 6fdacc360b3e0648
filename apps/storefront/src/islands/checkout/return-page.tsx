"use client";

import { type ReactNode, useEffect, useState } from "react";
import { useWords } from "#words";
import { PageLink } from "@/components/shop-link";
import { State } from "@/components/state";
import type { Checkout } from "@/lib/api-types";
import { addressHere } from "@/messages/client";

import { call, newKey } from "../call";
import { useCheckoutState } from "./use-checkout-state";

function Waiting({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <div className="state panel" role="status">
      <div className="state-in">
        <span className="spinner" aria-hidden="true" />
        <h1 className="d3">{title}</h1>
        <p>{text}</p>
        {children && <div className="row">{children}</div>}
      </div>
    </div>
  );
}

/** Where the payment page sends the browser back to: says what became of it, and leads on. */
export function ReturnPage() {
  const words = useWords("outcome");
  const [id, setId] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    setId(new URLSearchParams(window.location.search).get("checkout") ?? "");
  }, []);
  const seen = useCheckoutState(id, round);
  const done = seen.kind === "known" && seen.checkout.state === "completed";

  useEffect(() => {
    if (done && id)
      window.location.replace(addressHere(`/checkout/success?checkout=${encodeURIComponent(id)}`));
  }, [done, id]);

  const again = async () => {
    if (!id || busy) return;
    setBusy(true);
    const path = `/api/checkout/${encodeURIComponent(id)}/retry`;
    const reply = await call<Checkout>(path, { method: "POST", body: {}, key: newKey() });
    if (reply.ok && reply.data.payment_url) {
      window.location.assign(reply.data.payment_url);
      return;
    }
    setBusy(false);
    setRound((n) => n + 1);
  };

  if (seen.kind === "looking" || done) {
    return <Waiting title={words.processing} text={words.processingText} />;
  }
  if (seen.kind === "offline") return <Waiting title={words.offline} text={words.offlineText} />;
  if (seen.kind === "unknown") {
    return (
      <State art="lens" title={words.unknown} text={words.unknownText} heading="h1">
        <PageLink className="btn btn-primary" href="/">
          {words.home}
        </PageLink>
      </State>
    );
  }
  const { checkout, slow } = seen;
  const change = (
    <PageLink
      className="btn btn-quiet"
      href={`/checkout?checkout=${encodeURIComponent(checkout.checkout_id)}`}
    >
      {words.change}
    </PageLink>
  );
  switch (checkout.state) {
    case "failed":
      return (
        <State
          art="parcel"
          title={words.failed}
          text={[checkout.message, words.failedText].filter(Boolean).join(" ")}
          heading="h1"
        >
          <button
            type="button"
            className="btn btn-primary"
            aria-busy={busy}
            disabled={busy}
            onClick={again}
          >
            {words.tryAgain}
          </button>
          {change}
        </State>
      );
    case "awaiting_payment":
      return (
        <State art="bag" title={words.waiting} text={words.waitingText} heading="h1">
          {checkout.payment_url && (
            <a className="btn btn-primary" href={checkout.payment_url}>
              {words.pay}
            </a>
          )}
          {change}
        </State>
      );
    case "expired":
      return (
        <State art="bag" title={words.expired} text={words.expiredText} heading="h1">
          <PageLink className="btn btn-quiet" href="/cart">
            {words.toBag}
          </PageLink>
        </State>
      );
    case "refunded":
      return (
        <State
          art="parcel"
          title={words.refunded}
          text={[checkout.message, words.refundedText].filter(Boolean).join(" ")}
          heading="h1"
        >
          <PageLink className="btn btn-primary" href="/">
            {words.home}
          </PageLink>
        </State>
      );
    default:
      return (
        <Waiting
          title={slow ? words.slow : words.processing}
          text={slow ? words.slowText : words.processingText}
        />
      );
  }
}
