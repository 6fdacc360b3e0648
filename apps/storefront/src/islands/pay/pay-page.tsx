"use client";

import { useCallback, useEffect, useState } from "react";
import { useWords } from "#words";
import { NoPicture, Picture } from "@/components/picture";
import { PageLink } from "@/components/shop-link";
import { State } from "@/components/state";
import type { PreparedOrder } from "@/lib/api-types";
import { countryName } from "@/lib/countries";
import { formatMoney } from "@/lib/money";
import type { Words } from "@/messages/catalogues";

import { call, newKey } from "../call";

interface Props {
  locale: string;
  taxIncluded: boolean;
}

interface Link {
  id: string;
  token: string;
  cancelled: boolean;
}

type Seen =
  | { kind: "loading" }
  | { kind: "missing" }
  | { kind: "failed" }
  | { kind: "ready"; order: PreparedOrder };

const AGAIN_MS = 3000;

/** The page behind the link in the mail: `/pay?draft=…&token=…`. One cached page serves them all. */
export function PayPage(props: Props) {
  const words = useWords("pay");
  const [link, setLink] = useState<Link | null>(null);
  const [seen, setSeen] = useState<Seen>({ kind: "loading" });
  const [notice, setNotice] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    const query = new URLSearchParams(window.location.search);
    setLink({
      id: query.get("draft") ?? "",
      token: query.get("token") ?? "",
      cancelled: query.has("cancelled"),
    });
  }, []);

  const load = useCallback(async () => {
    if (!link) return;
    const reply = await call<PreparedOrder>(address(link));
    if (reply.ok) setSeen({ kind: "ready", order: reply.data });
    else setSeen({ kind: reply.problem.status === 404 ? "missing" : "failed" });
  }, [link]);

  useEffect(() => {
    void load();
  }, [load]);

  const waiting = seen.kind === "ready" && seen.order.state === "processing";
  useEffect(() => {
    if (!waiting) return;
    const timer = setInterval(() => void load(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [waiting, load]);

  async function start(order: PreparedOrder) {
    if (!link || busy) return;
    setBusy(true);
    setNotice(null);
    const reply = await call<{ payment_url: string | null }>(address(link, "/pay"), {
      method: "POST",
      body: { total: order.totals.total },
      key: newKey(),
    });
    if (reply.ok && reply.data.payment_url) {
      window.location.assign(reply.data.payment_url);
      return;
    }
    setBusy(false);
    if (!reply.ok) setNotice(why(reply.problem.code, words));
    await load();
  }

  if (seen.kind === "loading") {
    return (
      <div className="order" role="status">
        <span className="sr-only">{words.loading}</span>
        <div className="panel">
          <div className="skeleton h-60" />
        </div>
      </div>
    );
  }
  if (seen.kind === "missing" || (seen.kind === "ready" && seen.order.state === "over")) {
    return (
      <State art="lens" title={words.missing} text={words.missingText} heading="h1">
        <PageLink className="btn btn-primary" href="/">
          {words.home}
        </PageLink>
      </State>
    );
  }
  if (seen.kind === "failed") {
    return (
      <State art="parcel" title={words.failed} text={words.failedText} heading="h1">
        <button type="button" className="btn btn-primary" onClick={() => load()}>
          {words.retry}
        </button>
      </State>
    );
  }
  const { order } = seen;
  if (order.order) {
    const { id, number, token } = order.order;
    return (
      <State art="parcel" title={words.paid} text={words.paidText(number)} heading="h1">
        <PageLink
          className="btn btn-primary"
          href={`/orders/${id}?token=${encodeURIComponent(token)}`}
        >
          {words.toOrder}
        </PageLink>
      </State>
    );
  }
  if (order.state === "processing") {
    return <State art="parcel" title={words.processing} text={words.processingText} heading="h1" />;
  }
  return (
    <Prepared
      {...props}
      order={order}
      busy={busy}
      notice={notice ?? order.message ?? (link?.cancelled ? words.cancelled : null)}
      onPay={() => start(order)}
    />
  );
}

function address(link: Link, step = ""): string {
  const query = new URLSearchParams({ token: link.token });
  return `/api/drafts/${encodeURIComponent(link.id)}${step}?${query}`;
}

function why(code: string, words: Words["pay"]): string {
  if (code === "out_of_stock") return words.soldOut;
  return ["draft_changed", "cart_changed"].includes(code) ? words.changed : words.refused;
}

function Prepared({
  order,
  locale,
  taxIncluded,
  busy,
  notice,
  onPay,
}: Props & { order: PreparedOrder; busy: boolean; notice: string | null; onPay: () => void }) {
  const words = useWords("pay");
  const checkout = useWords("checkout");
  const { totals } = order;
  const money = (value: typeof totals.total) => formatMoney(value, locale);
  const to = order.shipping_address;
  const blocked = order.lines.some((line) => line.problem !== null);
  const lines = [
    to.name,
    to.line1,
    to.line2,
    `${to.postal_code} ${to.city}`,
    to.state,
    countryName(to.country, locale),
  ].filter(Boolean);
  return (
    <>
      <header className="head">
        <div>
          <h1 className="d2">{words.heading(order.name)}</h1>
          <p className="lead">{words.lead}</p>
        </div>
      </header>
      <div className="order">
        <section className="panel stack">
          {notice && (
            <p className="note" role="status">
              {notice}
            </p>
          )}
          {order.test && <p className="small muted">{words.test}</p>}
          <ul className="stack">
            {order.lines.map((line) => (
              <li key={`${line.title}${line.variant_title}`} className="bought">
                <span className="bought-picture">
                  <span className="stage">
                    {line.image ? (
                      <Picture image={line.image} sizes="68px" alt="" />
                    ) : (
                      <NoPicture />
                    )}
                  </span>
                  <span className="bought-count num">
                    <span className="sr-only">{checkout.quantityOf(line.quantity)}</span>
                    <span aria-hidden="true">{line.quantity}</span>
                  </span>
                </span>
                <span className="min-w-0">
                  <b className="strong clamp-2">{line.title}</b>
                  {line.variant_title && <span className="small muted">{line.variant_title}</span>}
                  {line.problem && (
                    <span className="small strong">
                      {" "}
                      {(words.problem as Readonly<Record<string, string>>)[line.problem] ??
                        words.changed}
                    </span>
                  )}
                </span>
                <span className="num strong">{money(line.total)}</span>
              </li>
            ))}
          </ul>
          <dl className="sums">
            <div>
              <dt className="muted">{words.articles}</dt>
              <dd>{money(totals.subtotal)}</dd>
            </div>
            {order.discounts.map((entry) => (
              <div key={`${entry.name}${entry.target}`} className="sums-less">
                <dt>{words.discount(entry.name)}</dt>
                <dd>−{money(entry.amount)}</dd>
              </div>
            ))}
            <div>
              <dt className="muted">{words.delivery(order.shipping_name)}</dt>
              <dd>{totals.shipping.amount === 0 ? words.free : money(totals.shipping)}</dd>
            </div>
            {!taxIncluded && (
              <div>
                <dt className="muted">{words.tax}</dt>
                <dd>{money(totals.tax)}</dd>
              </div>
            )}
          </dl>
          <p className="grand">
            <b>{words.total}</b>
            <b className="num grand-sum">{money(totals.total)}</b>
          </p>
          {taxIncluded && totals.tax.amount > 0 && (
            <p className="tiny muted num">{words.taxIncluded(money(totals.tax))}</p>
          )}
          <button
            type="button"
            className="btn btn-primary"
            aria-busy={busy}
            disabled={busy || blocked}
            onClick={onPay}
          >
            {busy
              ? words.busy
              : totals.total.amount === 0
                ? words.doFree
                : words.do(money(totals.total))}
          </button>
        </section>
        <section className="panel stack">
          <h2 className="d3">{words.shipsTo}</h2>
          <address>
            {lines.map((line) => (
              <span key={line} className="block">
                {line}
              </span>
            ))}
          </address>
          <p className="small muted">{order.email}</p>
        </section>
      </div>
    </>
  );
}
