"use client";

import { useEffect, useRef, useState } from "react";
import { useWords } from "#words";
import { Icon } from "@/components/icon";
import { PageLink } from "@/components/shop-link";
import { State } from "@/components/state";
import type { Cart } from "@/lib/api-types";
import type { CountryChoice } from "@/lib/countries";
import { formatMoney } from "@/lib/money";

import { Check } from "../account/field";
import { call } from "../call";
import { Codes } from "../cart/codes";
import { loadCart, startCart, useCart } from "../cart/store";
import { AddressForm } from "./address";
import { AddressBook, TYPED } from "./address-book";
import { Contact } from "./contact";
import { Credit } from "./credit";
import { FIELD_ORDER, type FieldName, keepCredit, readCredit } from "./form-state";
import { OutOfStock, shortages } from "./out-of-stock";
import { totalsWith } from "./rates";
import { Shipping } from "./shipping";
import { Summary, Sums } from "./summary";
import { useDelivery } from "./use-delivery";
import { useFields } from "./use-fields";
import { usePress } from "./use-press";
import { useRates } from "./use-rates";
import { useShopper } from "./use-shopper";
import { useSubmit } from "./use-submit";

export interface CheckoutProps {
  slug: string;
  /** The shop's name. */
  shop: string;
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

const ADDRESS_FIELDS = FIELD_ORDER.filter(
  (name) => name !== "email" && name !== "shipping_rate_id",
);

function Form({ cart, ...props }: CheckoutProps & { cart: Cart }) {
  const words = useWords("checkout");
  const { slug, locale, countries, taxIncluded, test, contact } = props;
  const form = useFields(props);
  const { fields, problems, change, clear, leave, judgeAll, blame, cancelled } = form;
  const offered = (code: string) => countries.some((one) => one.code === code);
  const shopper = useShopper(slug);
  const delivery = useDelivery({ shopper, fields, fill: form.fill, offered });
  const [marketing, setMarketing] = useState(false);
  const [wantsCredit, setWantsCredit] = useState(false);
  useEffect(() => setWantsCredit(readCredit(slug)), [slug]);
  const balance = cart.store_credit && cart.store_credit.amount > 0 ? cart.store_credit : null;
  const credit = wantsCredit && balance !== null;
  const bag = [
    cart.currency,
    ...cart.lines.map((line) => `${line.variant_id}*${line.quantity}`),
    ...cart.codes.map((code) => code.code),
    ...cart.gift_cards.map((card) => card.id),
  ].join();
  const rates = useRates(fields, bag, credit);
  // Chosen by hand or by itself, when the ways to ship come late.
  useEffect(() => {
    if (rates.rateId !== "") clear("shipping_rate_id");
  }, [rates.rateId, clear]);
  const submit = useSubmit();
  const said = useRef("");
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
  const amount = formatMoney(totals.due, locale);
  const wrong = Object.keys(problems);
  // A saved address that is refused is mended where its fields are.
  const typing =
    delivery.chosen === TYPED || ADDRESS_FIELDS.some((name) => problems[name] !== undefined);

  /** Whose bag it is, and whether the shop may write: said as it is known, once for each. */
  const say = async (granted: boolean) => {
    const email = fields.email.trim();
    const told = `${email} ${granted}`;
    if (said.current === told || !/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(email)) return;
    const body = { email, marketing: granted };
    const reply = await call("/api/cart/contact", { method: "PUT", body });
    if (reply.ok) said.current = told;
  };

  /** What it costs to ship is being asked: nothing is bought before the sum is on the screen. */
  const summing =
    rates.state.phase === "loading" || (rates.state.phase === "none" && fields.country !== "");
  const busy = summing || submit.state.kind === "sending";

  const press = usePress(
    summing,
    known?.totals ?? null,
    () => void buy(),
    (sum) => submit.show(sum),
  );
  const buy = async () => {
    if (summing) return press.keep();
    const found = judgeAll(rates.rateId, country);
    if (Object.keys(found).length > 0) return focusFirst(Object.keys(found));
    const refused = await submit.run(
      {
        fields,
        rateId: rates.rateId,
        credit,
        shown: known || corrected ? totals : null,
      },
      async () => {
        await Promise.all([marketing && say(true), delivery.keepTyped()]);
      },
    );
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
      press.drop();
      submit.reset();
    },
    onLeave: (name: FieldName) => {
      leave(name, country);
      if (name === "email") void say(false);
    },
  };

  if (submit.state.kind === "closed") {
    return (
      <State art="shutter" title={words.closedTitle} text={words.closedText}>
        <PageLink className="btn btn-quiet" href="/cart">
          {words.backToBag}
        </PageLink>
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
      <Summary cart={cart} total={rate ? amount : "–"} locale={locale} />
      <Contact
        {...address}
        shop={props.shop}
        shopper={shopper}
        marketing={marketing}
        onMarketing={setMarketing}
      />
      <section className="panel" aria-labelledby="where">
        <h2 id="where">{words.where}</h2>
        {shopper.kind === "known" && shopper.addresses.length > 0 && (
          <AddressBook
            addresses={shopper.addresses}
            chosen={delivery.chosen}
            locale={locale}
            offered={offered}
            onChoose={(id) => {
              delivery.choose(id);
              submit.reset();
            }}
          />
        )}
        {typing && <AddressForm {...address} />}
        {shopper.kind === "known" && delivery.chosen === TYPED && (
          <Check
            name="keep"
            label={words.keepAddress}
            checked={delivery.keep}
            onChange={(event) => delivery.setKeep(event.target.checked)}
          />
        )}
      </section>
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
        <Codes cart={cart} locale={locale} />
        {balance && (
          <Credit
            balance={balance}
            used={credit}
            locale={locale}
            onChange={(used) => {
              keepCredit(slug, used);
              setWantsCredit(used);
              submit.reset();
            }}
          />
        )}
        <Sums
          totals={totals}
          discounts={rates.state.phase === "ready" ? rates.state.found.discounts : cart.discounts}
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
          aria-busy={busy}
          // not `disabled`: it would lose the focus each time the place changes
          aria-disabled={summing}
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
  const words = useWords("checkout");
  const cartWords = useWords("cart");
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
        <PageLink className="btn btn-quiet" href="/cart">
          {words.backToBag}
        </PageLink>
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
        <PageLink className="btn btn-primary" href="/products">
          {cartWords.look}
        </PageLink>
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
