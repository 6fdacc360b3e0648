"use client";

import { useWords } from "#words";
import { Icon } from "@/components/icon";
import { PageLink } from "@/components/shop-link";
import type { Cart } from "@/lib/api-types";
import { formatMoney } from "@/lib/money";

import { DiscountLines } from "./codes";
import { problemLines, undoRemove, useCart } from "./store";

/** How far it is to free delivery. */
export function FreeDelivery({ cart, locale }: { cart: Cart; locale: string }) {
  const words = useWords("cart");
  const from = cart.free_shipping_from;
  if (!from || from.amount <= 0 || cart.lines.length === 0) return null;
  const have = cart.totals.subtotal.amount - cart.totals.discount.amount;
  const missing = Math.max(0, from.amount - have);
  const share = Math.min(100, (have / from.amount) * 100);
  return (
    <div className="free">
      <span>
        {missing > 0 ? (
          <>
            <b className="strong">
              {words.toFree(formatMoney({ ...from, amount: missing }, locale))}
            </b>{" "}
            {words.toFreeRest}
          </>
        ) : (
          <b className="strong">{words.isFree}</b>
        )}
      </span>
      <div
        className="meter"
        role="progressbar"
        aria-label={words.towardsFree}
        aria-valuenow={Math.round(share)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span style={{ width: `${share}%` }} />
      </div>
    </div>
  );
}

/** What was just done or went wrong, said aloud too, with undo. */
export function CartNotice() {
  const words = useWords("cart");
  const { notice, removed } = useCart();
  return (
    <div aria-live="polite" className="live">
      {notice && (
        <p className={notice.tone === "bad" ? "error" : "note"}>
          <Icon name={notice.tone === "bad" ? "info" : "check"} />
          <span>
            {notice.text}{" "}
            {removed && (
              <button type="button" className="fix" onClick={() => undoRemove()}>
                {words.undo}
              </button>
            )}
          </span>
        </p>
      )}
    </div>
  );
}

export interface CartSumsProps {
  cart: Cart;
  locale: string;
  taxIncluded: boolean;
}

/** The sums of a bag that has no address yet. */
export function CartSums({ cart, locale, taxIncluded }: CartSumsProps) {
  const words = useWords("cart");
  const { totals } = cart;
  const blocked = problemLines(cart).length > 0;
  const goods = { ...totals.subtotal, amount: totals.subtotal.amount - totals.discount.amount };
  return (
    <>
      <dl className="sums small">
        {totals.discount.amount > 0 && (
          <>
            <div>
              <dt className="muted">{words.articles}</dt>
              <dd>{formatMoney(totals.subtotal, locale)}</dd>
            </div>
            <DiscountLines cart={cart} locale={locale} />
          </>
        )}
        <div>
          <dt className="muted">{words.delivery}</dt>
          <dd className="muted">{words.deliveryLater}</dd>
        </div>
      </dl>
      <p className="row row-between total">
        <span>{words.subtotal}</span>
        <span className="num">{formatMoney(goods, locale)}</span>
      </p>
      {totals.paid_by_balance.amount > 0 && (
        <p className="row row-between small">
          <span className="muted">{words.byGiftCard}</span>
          <span className="num">−{formatMoney(totals.paid_by_balance, locale)}</span>
        </p>
      )}
      {blocked ? (
        <>
          <p className="error" role="status">
            <Icon name="info" />
            <span>{words.fixFirst}</span>
          </p>
          <button type="button" className="btn btn-primary btn-block" disabled>
            {words.checkout}
          </button>
        </>
      ) : (
        <PageLink className="btn btn-primary btn-block" href="/checkout">
          <Icon name="lock" className="icon icon-small" /> {words.checkout}
        </PageLink>
      )}
      <p className="tiny muted text-center">{taxIncluded ? words.taxIncluded : words.taxAdded}</p>
    </>
  );
}
