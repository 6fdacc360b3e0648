"use client";

import { useEffect, useRef } from "react";
import { useWords } from "#words";
import { Icon } from "@/components/icon";
import { NoPicture, Picture } from "@/components/picture";
import type { Cart, Totals } from "@/lib/api-types";
import { formatMoney } from "@/lib/money";

import { DiscountLines } from "../cart/codes";

/** What is bought: open on wide screens, folded on phones. */
export function Summary({ cart, total, locale }: { cart: Cart; total: string; locale: string }) {
  const words = useWords("checkout");
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (box.current) box.current.open = !window.matchMedia("(max-width: 719px)").matches;
  }, []);
  return (
    <details ref={box} className="panel till-summary">
      <summary>
        <Icon name="bag" />
        <span>{words.summary(cart.items)}</span>
        <Icon name="chevron" className="icon icon-small till-fold" />
        <span className="push num till-sum">{total}</span>
      </summary>
      <ul className="stack">
        {cart.lines.map((line) => (
          <li key={line.id} className="bought">
            <span className="bought-picture">
              <span className="stage">
                {line.image ? <Picture image={line.image} sizes="68px" alt="" /> : <NoPicture />}
              </span>
              <span className="bought-count num">
                <span className="sr-only">{words.quantityOf(line.quantity)}</span>
                <span aria-hidden="true">{line.quantity}</span>
              </span>
            </span>
            <span className="min-w-0">
              <b className="strong clamp-2">{line.title}</b>
              {line.variant_title && <span className="small muted">{line.variant_title}</span>}
            </span>
            <span className="num strong">{formatMoney(line.line_total, locale)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

export interface SumsProps {
  totals: Totals;
  discounts: Cart["discounts"];
  /** Name of the way it ships; null while none is chosen. */
  rateName: string | null;
  locale: string;
  taxIncluded: boolean;
  /** The tax is known for exactly this choice. */
  exact: boolean;
}

/** Everything that makes the sum. */
export function Sums({ totals, discounts, rateName, locale, taxIncluded, exact }: SumsProps) {
  const words = useWords("checkout");
  const money = (value: Totals["total"]) => formatMoney(value, locale);
  const chosen = rateName !== null;
  return (
    <>
      <dl className="sums">
        <div>
          <dt className="muted">{words.articles}</dt>
          <dd>{money(totals.subtotal)}</dd>
        </div>
        <DiscountLines cart={{ discounts }} locale={locale} />
        <div>
          <dt className="muted">{rateName ? words.delivery(rateName) : words.deliveryPlain}</dt>
          <dd>
            {!chosen
              ? words.deliveryUnknown
              : totals.shipping.amount === 0
                ? words.free
                : money(totals.shipping)}
          </dd>
        </div>
        {!taxIncluded && chosen && exact && (
          <div>
            <dt className="muted">{words.tax}</dt>
            <dd>{money(totals.tax)}</dd>
          </div>
        )}
      </dl>
      {chosen && totals.paid_by_balance.amount > 0 && (
        <dl className="sums">
          <div>
            <dt className="strong">{words.total}</dt>
            <dd className="strong">{money(totals.total)}</dd>
          </div>
          <div className="sums-less">
            <dt>{words.byBalance}</dt>
            <dd>−{money(totals.paid_by_balance)}</dd>
          </div>
        </dl>
      )}
      <p className="grand" aria-live="polite">
        <b>{words.toPay}</b>
        <b className="num grand-sum">{chosen ? money(totals.due) : "–"}</b>
      </p>
      <p className="small muted num">
        {!chosen
          ? words.totalLater
          : taxIncluded && exact && totals.tax.amount > 0
            ? words.taxIncluded(money(totals.tax))
            : words.taxAdded}
      </p>
    </>
  );
}
