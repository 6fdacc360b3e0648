"use client";

import { useId, useState } from "react";
import { useWords } from "#words";
import { Icon } from "@/components/icon";
import type { Cart } from "@/lib/api-types";
import { formatMoney } from "@/lib/money";
import type { Words } from "@/messages/catalogues";

import { whyNot } from "./reasons";
import { dropCode, enterCode } from "./store";
import "@/styles/codes.css";

interface Chip {
  key: string;
  label: string;
  text: string | null;
  good: boolean;
}

/** Every code and card on the bag, with what it does or why it does nothing. */
function chipsOf(cart: Cart, locale: string, words: Words["cart"]): Chip[] {
  const codes = cart.codes.map((code) => ({
    key: code.code,
    label: code.code,
    text: whyNot(code, locale, words.reasons),
    good: code.applied,
  }));
  const cards = cart.gift_cards.map((card) => ({
    key: card.id,
    label: words.giftCard(card.last4),
    text:
      card.pays.amount > 0
        ? words.cardPays(formatMoney(card.pays, locale), formatMoney(card.balance, locale))
        : words.cardPaysNothing,
    good: card.pays.amount > 0,
  }));
  return [...codes, ...cards];
}

/** Where discount codes and gift cards are entered and taken off again. */
export function Codes({ cart, locale }: { cart: Cart; locale: string }) {
  const words = useWords("cart");
  const id = useId();
  const [code, setCode] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const chips = chipsOf(cart, locale, words);

  const enter = async () => {
    const typed = code.trim();
    if (typed === "" || busy) return;
    setBusy(true);
    const refused = await enterCode(typed);
    setBusy(false);
    setProblem(refused);
    if (refused === null) setCode("");
  };

  return (
    <div className="codes">
      <div className="field">
        <label htmlFor={id}>{words.codeLabel}</label>
        <span className="codes-row">
          <input
            id={id}
            className="input"
            value={code}
            maxLength={60}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            aria-invalid={problem ? "true" : undefined}
            aria-describedby={problem ? `${id}-problem` : undefined}
            onChange={(event) => {
              setCode(event.target.value);
              setProblem(null);
            }}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault(); // inside checkout's form, Enter would buy
              void enter();
            }}
          />
          <button type="button" className="btn btn-quiet" disabled={busy} onClick={() => enter()}>
            {words.codeApply}
          </button>
        </span>
        <span aria-live="polite" className="live">
          {problem && (
            <span className="error" id={`${id}-problem`}>
              <Icon name="info" /> <span>{problem}</span>
            </span>
          )}
        </span>
      </div>
      {chips.length > 0 && (
        <ul className="codes-list">
          {chips.map((chip) => (
            <li key={chip.key} data-good={chip.good}>
              <Icon name={chip.good ? "check" : "info"} className="icon icon-small" />
              <span className="min-w-0">
                <b className="strong">{chip.label}</b>
                {chip.text && <span className="small muted">{chip.text}</span>}
              </span>
              <button
                type="button"
                className="icon-btn"
                aria-label={words.codeRemove(chip.label)}
                title={words.remove}
                onClick={() => dropCode(chip.key)}
              >
                <Icon name="close" className="icon icon-small" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** One line of the sums for each promotion that took something off articles or the order. */
export function DiscountLines({ cart, locale }: { cart: Pick<Cart, "discounts">; locale: string }) {
  return cart.discounts
    .filter((discount) => discount.target !== "shipping")
    .map((discount) => (
      <div key={`${discount.name}${discount.code ?? ""}`} className="sums-less">
        <dt>{discount.code ?? discount.name}</dt>
        <dd>−{formatMoney(discount.amount, locale)}</dd>
      </div>
    ));
}
