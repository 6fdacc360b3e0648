"use client";

import { useWords } from "#words";
import { Icon } from "@/components/icon";
import type { ShippingRate } from "@/lib/api-types";
import { formatMoney, formatRound } from "@/lib/money";
import type { Words } from "@/messages/catalogues";

import type { FieldProblem } from "./form-state";
import type { Rates } from "./use-rates";

export interface ShippingProps {
  rates: Rates;
  country: string;
  locale: string;
  problem: FieldProblem | undefined;
}

function daysOf({ min_days: min, max_days: max }: ShippingRate, words: Words["checkout"]): string {
  if (max === 0) return words.sameDay;
  return min === max ? words.day(max) : words.days(min, max);
}

/** Ways to ship, as the API offers them for this bag and country. */
export function Shipping({ rates, country, locale, problem }: ShippingProps) {
  const words = useWords("checkout");
  const cartWords = useWords("cart");
  const { state, rateId, choose, reload } = rates;
  return (
    <section className="panel" aria-labelledby="how">
      <h2 id="how">{words.how}</h2>
      {state.phase === "none" && <p className="muted">{words.howFirst}</p>}
      {state.phase === "loading" && (
        <div role="status">
          <span className="sr-only">{words.howLoading}</span>
          <div className="skeleton h-16" />
        </div>
      )}
      {state.phase === "failed" && (
        <p className="error" role="alert">
          <Icon name="info" />
          <span>
            {words.howFailed}{" "}
            <button type="button" className="fix" onClick={reload}>
              {cartWords.retry}
            </button>
          </span>
        </p>
      )}
      {state.phase === "ready" && state.found.rates.length === 0 && (
        <p className="error" role="alert">
          <Icon name="info" />
          <span>
            {words.howNone(country)} {words.howNoneText}
          </span>
        </p>
      )}
      {state.phase === "ready" && state.found.rates.length > 0 && (
        <div className="choices" role="radiogroup" aria-labelledby="how">
          {state.found.rates.map((rate) => (
            <label key={rate.id} className="choice">
              <input
                type="radio"
                name="shipping_rate_id"
                value={rate.id}
                checked={rate.id === rateId}
                onChange={() => choose(rate.id)}
              />
              <span>
                <b className="strong">{rate.name}</b>
                <small>
                  {daysOf(rate, words)}
                  {rate.free_over && rate.amount.amount > 0 && (
                    <> · {words.freeOver(formatRound(rate.free_over, locale))}</>
                  )}
                </small>
              </span>
              <span className="num strong">
                {rate.amount.amount === 0 ? words.free : formatMoney(rate.amount, locale)}
              </span>
            </label>
          ))}
        </div>
      )}
      {problem && (
        <p className="error" role="alert">
          <Icon name="info" />
          <span>{problem.text}</span>
        </p>
      )}
    </section>
  );
}
