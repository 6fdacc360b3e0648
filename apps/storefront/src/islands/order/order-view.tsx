"use client";

import type { ReactNode } from "react";
import { useWords } from "#words";
import { Icon } from "@/components/icon";
import { NoPicture, Picture } from "@/components/picture";
import { PageLink } from "@/components/shop-link";
import type { Order } from "@/lib/api-types";
import { countryName } from "@/lib/countries";
import { formatMoney } from "@/lib/money";

import { ParcelEvents } from "./events";
import { Steps } from "./steps";

export interface OrderViewProps {
  order: Order;
  locale: string;
  taxIncluded: boolean;
  contact: string | null;
  /** What its buyer may do with it. */
  actions?: ReactNode;
}

type Parcel = Order["fulfillments"][number];

function dayOf(time: string | null, locale: string, long = false): string | null {
  if (!time) return null;
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return null;
  return new Intl.DateTimeFormat(
    locale,
    long
      ? { weekday: "long", day: "numeric", month: "long" }
      : { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  ).format(date);
}

/** Parcels that count: what failed or was called off was never sent. */
const isSent = (parcel: Parcel): boolean =>
  !["failed", "cancelled", "pending"].includes(parcel.status);

function Items({ order, locale, only }: { order: Order; locale: string; only?: Parcel }) {
  const checkout = useWords("checkout");
  const offers = useWords("offers");
  const items = order.items.flatMap((item) => {
    if (!only) return [{ item, quantity: item.quantity }];
    const part = only.items.find((one) => one.item_id === item.id);
    return part ? [{ item, quantity: part.quantity }] : [];
  });
  return (
    <ul className="stack">
      {items.map(({ item, quantity }) => (
        <li key={item.id} className="bought">
          <span className="bought-picture">
            <span className="stage">
              {item.image ? <Picture image={item.image} sizes="68px" alt="" /> : <NoPicture />}
            </span>
            <span className="bought-count num">
              <span className="sr-only">{checkout.quantityOf(quantity)}</span>
              <span aria-hidden="true">{quantity}</span>
            </span>
          </span>
          <span className="min-w-0">
            {item.product_slug ? (
              <PageLink
                className="strong clamp-2"
                href={`/products/${encodeURIComponent(item.product_slug)}`}
              >
                {item.title}
              </PageLink>
            ) : (
              <b className="strong clamp-2">{item.title}</b>
            )}
            {item.variant_title && <span className="small muted">{item.variant_title}</span>}
            {item.bundle && <span className="small muted">{offers.partOf(item.bundle.title)}</span>}
          </span>
          {!only && <span className="num strong">{formatMoney(item.gross, locale)}</span>}
        </li>
      ))}
    </ul>
  );
}

function ParcelPanel({
  order,
  parcel,
  index,
  of,
  locale,
}: {
  order: Order;
  parcel: Parcel;
  index: number;
  of: number;
  locale: string;
}) {
  const words = useWords("order");
  const when = dayOf(parcel.shipped_at, locale, true);
  return (
    <section className="panel stack" aria-labelledby={`parcel-${index}`}>
      <div>
        <h2 className="d3" id={`parcel-${index}`}>
          {of > 1 ? words.parcel(index + 1, of) : words.parcelOnly}
        </h2>
        <p className="muted">
          {[when && words.sent(when), words.with(parcel.carrier)].filter(Boolean).join(", ")}
        </p>
      </div>
      <Items order={order} locale={locale} only={parcel} />
      <ParcelEvents events={parcel.events} locale={locale} />
      <div className="row row-between">
        <p className="small muted">
          {words.number}: <span className="num">{parcel.tracking_number}</span>
        </p>
        {parcel.tracking_url && /^https?:\/\//i.test(parcel.tracking_url) && (
          <a
            className="btn btn-quiet btn-small"
            href={parcel.tracking_url}
            rel="noreferrer noopener"
            target="_blank"
          >
            {words.track(parcel.carrier)}
          </a>
        )}
      </div>
    </section>
  );
}

function Sums({ order, locale, taxIncluded }: OrderViewProps) {
  const words = useWords("order");
  const { totals } = order;
  const money = (value: typeof totals.total) => formatMoney(value, locale);
  return (
    <>
      <dl className="sums">
        <div>
          <dt className="muted">{words.articles}</dt>
          <dd>{money(totals.subtotal)}</dd>
        </div>
        {totals.discount.amount > 0 && (
          <div className="sums-less">
            <dt>{words.discount}</dt>
            <dd>−{money(totals.discount)}</dd>
          </div>
        )}
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
    </>
  );
}

/** An order as its buyer sees it: where it is, what is in it, what was paid. */
export function OrderView(props: OrderViewProps) {
  const words = useWords("order");
  const { order, locale, contact } = props;
  const parcels = order.fulfillments.filter(isSent);
  const address = order.shipping_address;
  const subject = encodeURIComponent(words.subject(order.number));
  const sent = parcels[0]?.shipped_at ?? null;
  return (
    <div className="order">
      <div className="stack">
        {order.test && (
          <p className="note" role="status">
            <Icon name="info" />
            <span>{words.test}</span>
          </p>
        )}
        <section className="panel" aria-labelledby="status">
          <h2 className="d3" id="status">
            {words.status[order.simple_status]}
          </h2>
          {words.statusText[order.simple_status] && (
            <p className="muted order-text">{words.statusText[order.simple_status]}</p>
          )}
          <Steps
            status={order.simple_status}
            times={[dayOf(order.placed_at, locale), null, dayOf(sent, locale), null]}
          />
        </section>
        {parcels.map((parcel, index) => (
          <ParcelPanel
            key={parcel.id}
            order={order}
            parcel={parcel}
            index={index}
            of={parcels.length}
            locale={locale}
          />
        ))}
        {props.actions}
        {contact && (
          <section className="panel">
            <div className="row row-between">
              <div>
                <h2 className="d3">{words.wrong}</h2>
                <p className="muted order-text">{words.wrongText}</p>
              </div>
              <a className="btn btn-quiet" href={`mailto:${contact}?subject=${subject}`}>
                <Icon name="mail" className="icon icon-small" /> {words.ask}
              </a>
            </div>
          </section>
        )}
      </div>
      <aside className="stack">
        <section className="panel stack">
          <h2 className="order-head">{words.bought}</h2>
          <Items order={order} locale={locale} />
          <hr className="order-rule" />
          <Sums {...props} />
        </section>
        <section className="panel small">
          <h2 className="strong">{words.goesTo}</h2>
          <p className="muted order-text">
            {[
              address.name,
              address.line1,
              address.line2,
              `${address.postal_code} ${address.city}`,
              address.state,
              countryName(address.country, locale),
            ]
              .filter(Boolean)
              .join(", ")}
          </p>
        </section>
      </aside>
    </div>
  );
}

/** The day an order was placed, for its headline. */
export const placedOn = (order: Order, locale: string): string =>
  dayOf(order.placed_at, locale, true) ?? "";
