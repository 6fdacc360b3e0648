"use client";

import { useEffect } from "react";
import { Icon } from "@/components/icon";
import { State } from "@/components/state";
import type { Cart } from "@/data/types";
import type { CountryChoice } from "@/lib/countries";
import { formatMoney } from "@/lib/money";
import { cart as cartWords } from "@/messages/en/cart";
import { checkout as words } from "@/messages/en/checkout";
import { loadCart, startCart, useCart } from "../cart/store";
import { AddressForm, Contact } from "./address";
import { FIELD_ORDER, type FieldName } from "./form-state";
import { OutOfStock, shortages } from "./out-of-stock";
import { totalsWith } from "./rates";
import { Shipping } from "./shipping";
import { Summary, Sums } from "./summary";
import { useFields } from "./use-fields";
import { useRates } from "./use-rates";
import { useSubmit } from "./use-submit";

export interface CheckoutProps {
  slug: string;
  locale: string;
  countries: CountryChoice[];
  /** The country to begin with, where the shop ships there. */
  home: string;
  taxIncluded: boolean;
  open: boolean;
  test: boolean;
  contact: string | null;
}

/** Puts the focus on the first field that is wrong. */
function focusFirst(names: readonly string[]): void {
  const first = FIELD_ORDER.find((name) => names.includes(name));
  if (!first) return;
  const selector = first === "shipping_rate_id" ? `[name="${first}"]` : `#${first}`;
  requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus());
}

function Form({ cart, ...props }: CheckoutProps & { cart: Cart }) {
  const { locale, countries, taxIncluded, test, contact } = props;
  const { fields, problems, change, leave, judgeAll, blame, cancelled } = useFields(props);
  const bag = cart.lines.map((line) => `${line.variant_id}*${line.quantity}`).join();
  const rates = useRates(fields.country, bag);
  const submit = useSubmit();
  const country = countries.find((one) => one.code === fields.country)?.name ?? fields.country;

  const rate =
    rates.state.phase === "ready"
      ? rates.state.found.rates.find((one) => one.id === rates.rateId)
      : undefined;
  const known = rate && rates.state.phase === "ready" ? totalsWith(rates.state.found, rate) : null;
  const corrected = submit.state.kind === "changed" ? submit.state.totals : null;
  const totals = corrected ?? known?.totals ?? cart.totals;
  const exact = corrected !== null || known?.exact === true;
  const short = shortages(cart, submit.state.kind === "short" ? submit.state.details : []);
  const amount = formatMoney(totals.total, locale);
  const wrong = Object.keys(problems);

  const buy = async () => {
    const found = judgeAll(rates.rateId, country);
    if (Object.keys(found).length > 0) return focusFirst(Object.keys(found));
    const refused = await submit.run({
      fields,
      rateId: rates.rateId,
      shown: known || corrected ? totals.total.amount : null,
    });
    if (refused) {
      blame(refused);
      focusFirst(Object.keys(refused));
    }
  };

  const address = {
    fields,
    problems,
    countries,
    onChange: (name: FieldName, value: string) => {
      change(name, value);
      submit.reset();
    },
    onLeave: (name: FieldName) => leave(name, country),
  };

  if (submit.state.kind === "closed") {
    return (
      <State art="shutter" title={words.closedTitle} text={words.closedText}>
        <a className="btn btn-quiet" href="/cart">
          {words.backToBag}
        </a>
      </State>
    );
  }
  return (
    <form
      className="till"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void buy();
      }}
    >
      {cancelled && (
        <p className="note" role="status">
          <Icon name="info" />
          <span>{words.cancelledNote}</span>
        </p>
      )}
      {short.length > 0 && <OutOfStock short={short} onFixed={submit.reset} />}
      <Summary cart={cart} total={formatMoney(totals.total, locale)} locale={locale} />
      <Contact {...address} />
      <AddressForm {...address} />
      <Shipping
        rates={{
          ...rates,
          choose: (id) => {
            rates.choose(id);
            submit.reset();
          },
        }}
        country={country}
        locale={locale}
        problem={problems.shipping_rate_id}
      />
      <section className="panel" aria-labelledby="together">
        <h2 id="together">{words.together}</h2>
        <Sums
          totals={totals}
          rateName={rate?.name ?? null}
          locale={locale}
          taxIncluded={taxIncluded}
          exact={exact}
        />
        <div role="alert" className="till-messages live">
          {wrong.length > 0 && (
            <p className="error">
              <Icon name="info" />
              <span>{words.fixAbove(wrong.length)}</span>
            </p>
          )}
          {submit.state.kind === "changed" && (
            <p className="note">
              <Icon name="info" />
              <span>{words.changedTotal(amount)}</span>
            </p>
          )}
          {submit.state.kind === "failed" && (
            <p className="error">
              <Icon name="info" />
              <span>{submit.state.text}</span>
            </p>
          )}
        </div>
        <button
          type="submit"
          className="btn btn-primary btn-block btn-large"
          aria-busy={submit.state.kind === "sending"}
          disabled={submit.state.kind === "sending" || short.length > 0}
        >
          <Icon name="lock" className="icon icon-small" />
          {submit.state.kind === "sending"
            ? words.submitting
            : rate
              ? words.submit(amount)
              : words.submitPlain}
        </button>
        <p className="tiny muted text-center">
          {test ? words.testNext : words.next} {words.terms}
        </p>
      </section>
      {contact && (
        <p className="small muted text-center">
          {words.questions}{" "}
          <a className="link block-link" href={`mailto:${contact}`}>
            {contact}
          </a>
        </p>
      )}
    </form>
  );
}

/** Checkout of the bag this browser holds. */
export function Checkout(props: CheckoutProps) {
  const { phase, cart } = useCart();

  useEffect(() => {
    startCart(props.slug);
    void loadCart();
    // Another tab may have changed the bag; coming back asks again.
    const look = () => document.visibilityState === "visible" && loadCart();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, [props.slug]);

  if (!props.open) {
    return (
      <State art="shutter" title={words.closedTitle} text={words.closedText} heading="h2">
        <a className="btn btn-quiet" href="/cart">
          {words.backToBag}
        </a>
      </State>
    );
  }
  if (cart && cart.lines.length > 0) return <Form {...props} cart={cart} />;
  if (phase === "failed") {
    return (
      <State art="parcel" title={cartWords.failed} text={cartWords.failedText}>
        <button type="button" className="btn btn-primary" onClick={() => loadCart()}>
          {cartWords.retry}
        </button>
      </State>
    );
  }
  if (phase === "ready") {
    return (
      <State art="bag" title={words.emptyTitle} text={cartWords.emptyText}>
        <a className="btn btn-primary" href="/products">
          {cartWords.look}
        </a>
      </State>
    );
  }
  return (
    <div className="till" role="status">
      <span className="sr-only">{words.loading}</span>
      <div className="panel">
        <div className="skeleton h-16" />
      </div>
      <div className="panel">
        <div className="skeleton h-60" />
      </div>
    </div>
  );
}
