"use client";

import { useWords } from "#words";
import type { ShopperReturn } from "@/lib/api-types";
import { formatMoney } from "@/lib/money";

import { ReturnPhotos } from "./return-photos";

/** What opens an order: its id and its token. */
export interface Link {
  id: string;
  token: string;
}

/** The address of something of the order. */
export const at = ({ id, token }: Link, path: string): string =>
  `/api/orders/${encodeURIComponent(id)}/${path}?${new URLSearchParams({ token })}`;

export function dayOf(time: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" }).format(
    new Date(time),
  );
}

/** A return that was begun: its state, what it costs more, and what can still be done. */
export function Begun({
  one,
  locale,
  link,
  onChange,
  onCancel,
}: {
  one: ShopperReturn;
  locale: string;
  link: Link;
  onChange: () => Promise<void>;
  onCancel: () => Promise<void>;
}) {
  const words = useWords("back");
  const mine = one.status === "requested" && one.kind === "return";
  return (
    <div className="stack">
      <p>
        <b>{words.begun(words.kind[one.kind], one.name)}</b>{" "}
        <span className="muted">
          {words.status[one.status]}, {dayOf(one.requested_at, locale)}
        </span>
      </p>
      <ul className="small muted">
        {one.lines.map((line) => (
          <li key={line.item_id}>
            {line.quantity} × {line.title} {line.variant_title}
            {line.exchange && ` → ${line.exchange.variant_title || line.exchange.title}`}
          </li>
        ))}
      </ul>
      <Difference one={one} locale={locale} />
      {one.instructions && <p className="order-text">{one.instructions}</p>}
      {one.decline_reason && <p className="order-text">{one.decline_reason}</p>}
      {one.kind === "return" && (
        <ReturnPhotos one={one} at={(path) => at(link, path)} onChange={onChange} />
      )}
      <div className="row">
        {one.label_url && /^https?:\/\//i.test(one.label_url) && (
          <a
            className="btn btn-quiet btn-small"
            href={one.label_url}
            rel="noreferrer noopener"
            target="_blank"
          >
            {words.label}
          </a>
        )}
        {mine && (
          <button type="button" className="btn btn-quiet btn-small" onClick={() => void onCancel()}>
            {words.cancel}
          </button>
        )}
      </div>
    </div>
  );
}

/** What an exchange costs more: the link to pay it, or the order that was paid. */
function Difference({ one, locale }: { one: ShopperReturn; locale: string }) {
  const words = useWords("back");
  const due = one.exchange_payment;
  if (due?.state === "waiting" && due.pay_url) {
    return (
      <p>
        <a className="btn btn-primary" href={due.pay_url}>
          {words.pay(formatMoney(due.amount, locale))}
        </a>
      </p>
    );
  }
  if (due?.state === "paid" && due.status_url) {
    return (
      <p>
        <a href={due.status_url}>{words.paid(String(due.order_number))}</a>
      </p>
    );
  }
  return null;
}
