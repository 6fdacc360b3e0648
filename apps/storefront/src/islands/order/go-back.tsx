"use client";

import { useCallback, useEffect, useId, useState } from "react";
import { useWords } from "#words";
import type { ReturnOptions, ShopperReturn } from "@/lib/api-types";
import { formatMoney } from "@/lib/money";

import { call } from "../call";
import { at, Begun, dayOf, type Link } from "./begun";

type Mode = "return" | "withdrawal";

/** What a buyer can still do: send something back, or withdraw; and what they began. */
export function GoBack({ link, locale, buyer }: { link: Link; locale: string; buyer: string }) {
  const words = useWords("back");
  const { id, token } = link;
  const [options, setOptions] = useState<ReturnOptions | null>(null);
  const [mode, setMode] = useState<Mode | null>(null);
  const [done, setDone] = useState<string | null>(null);

  const load = useCallback(async () => {
    const reply = await call<ReturnOptions>(at({ id, token }, "returns"));
    if (reply.ok) setOptions(reply.data);
  }, [id, token]);
  useEffect(() => {
    void load();
  }, [load]);

  if (!options) return null;
  const { can_return, can_withdraw, returns } = options;
  if (!can_return && !can_withdraw && returns.length === 0) return null;
  const until = options.return_until ? dayOf(options.return_until, locale) : null;
  return (
    <section className="panel stack" aria-labelledby="go-back">
      <div>
        <h2 className="d3" id="go-back">
          {words.title}
        </h2>
        {until && can_return && <p className="muted">{words.until(until)}</p>}
      </div>
      {done && (
        <p className="note" role="status">
          {done}
        </p>
      )}
      {returns.map((one) => (
        <Begun
          key={one.id}
          one={one}
          locale={locale}
          link={link}
          onChange={load}
          onCancel={async () => {
            await call(at(link, `returns/${one.id}/cancel`), { method: "POST", body: {} });
            await load();
          }}
        />
      ))}
      {mode ? (
        <Wish
          mode={mode}
          link={link}
          options={options}
          locale={locale}
          buyer={buyer}
          onClose={() => setMode(null)}
          onDone={async (text) => {
            setMode(null);
            setDone(text);
            await load();
          }}
        />
      ) : (
        <div className="row">
          {can_return && (
            <button type="button" className="btn btn-quiet" onClick={() => setMode("return")}>
              {words.sendBack}
            </button>
          )}
          {can_withdraw && (
            <button type="button" className="btn btn-quiet" onClick={() => setMode("withdrawal")}>
              {words.withdraw}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

/** The form of either wish. A withdrawal is declared first and confirmed on a second page. */
function Wish({
  mode,
  link,
  options,
  locale,
  buyer,
  onClose,
  onDone,
}: {
  mode: Mode;
  link: Link;
  options: ReturnOptions;
  locale: string;
  /** Whose order it is: what a withdrawal is signed with, unless they write otherwise. */
  buyer: string;
  onClose: () => void;
  onDone: (text: string) => Promise<void>;
}) {
  const words = useWords("back");
  const form = useId();
  const left = (item: ReturnOptions["items"][number]) =>
    mode === "return" ? item.returnable : item.withdrawable;
  const [counts, setCounts] = useState<Record<string, number>>(() => {
    const [only, ...others] = options.items.filter((item) => left(item) > 0);
    return only && others.length === 0 && left(only) === 1 ? { [only.item_id]: 1 } : {};
  });
  const [wanted, setWanted] = useState<Record<string, string>>({});
  const [reason, setReason] = useState<keyof typeof words.reasons>("changed_mind");
  const [name, setName] = useState(buyer);
  const [message, setMessage] = useState("");
  const [declared, setDeclared] = useState<ShopperReturn | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const items = options.items.filter((item) => left(item) > 0);
  const lines = items
    .map((item) => ({
      item_id: item.item_id,
      quantity: counts[item.item_id] ?? 0,
      reason,
      ...(mode === "return" && wanted[item.item_id]
        ? { exchange_variant_id: wanted[item.item_id] }
        : {}),
    }))
    .filter((line) => line.quantity > 0);
  const dearer = lines.some((line) =>
    items
      .find((item) => item.item_id === line.item_id)
      ?.exchanges.some(
        (choice) => choice.variant_id === line.exchange_variant_id && choice.difference.amount > 0,
      ),
  );

  async function send() {
    if (lines.length === 0) {
      setTrouble(words.choose);
      return;
    }
    setBusy(true);
    setTrouble(null);
    const body = { lines, message: message.trim() || null };
    const reply =
      mode === "return"
        ? await call<ShopperReturn>(at(link, "returns"), {
            method: "POST",
            body: { ...body, pay_difference: dearer },
          })
        : await call<ShopperReturn>(at(link, "withdrawals"), {
            method: "POST",
            body: { ...body, name: name.trim() },
          });
    setBusy(false);
    if (!reply.ok) setTrouble(reply.problem.message || words.lost);
    else if (mode === "return") await onDone(words.asked);
    else setDeclared(reply.data);
  }

  async function confirm(one: ShopperReturn) {
    setBusy(true);
    const reply = await call<ShopperReturn>(at(link, `withdrawals/${one.id}/confirm`), {
      method: "POST",
      body: {},
    });
    setBusy(false);
    if (reply.ok) await onDone(words.received);
    else setTrouble(reply.problem.message || words.lost);
  }

  if (declared) {
    return (
      <div className="stack">
        <h3 className="strong">{words.confirmTitle}</h3>
        <p className="order-text">{words.confirmText}</p>
        <ul className="stack">
          {declared.lines.map((line) => (
            <li key={line.item_id}>
              {line.quantity} × {line.title} {line.variant_title}
            </li>
          ))}
        </ul>
        {trouble && <p role="alert">{trouble}</p>}
        <div className="row">
          <button
            type="button"
            className="btn btn-primary"
            disabled={busy}
            onClick={() => void confirm(declared)}
          >
            {words.confirm}
          </button>
          <button type="button" className="btn btn-quiet" onClick={onClose}>
            {words.close}
          </button>
        </div>
      </div>
    );
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <h3 className="strong">{mode === "return" ? words.sendBack : words.withdraw}</h3>
      {items.map((item) => (
        <p className="field" key={item.item_id}>
          <label htmlFor={`${form}-${item.item_id}`}>
            {words.howMany(`${item.title} ${item.variant_title}`.trim(), left(item))}
          </label>
          <input
            className="input num"
            id={`${form}-${item.item_id}`}
            type="number"
            inputMode="numeric"
            min={0}
            max={left(item)}
            value={counts[item.item_id] ?? 0}
            onChange={(event) => {
              const typed = Number.parseInt(event.target.value, 10);
              const next = Number.isNaN(typed) ? 0 : Math.min(Math.max(typed, 0), left(item));
              setCounts((old) => ({ ...old, [item.item_id]: next }));
            }}
          />
          {mode === "return" && (counts[item.item_id] ?? 0) > 0 && item.exchanges.length > 0 && (
            <select
              className="input"
              aria-label={words.instead(item.title)}
              value={wanted[item.item_id] ?? ""}
              onChange={(event) =>
                setWanted((old) => ({ ...old, [item.item_id]: event.target.value }))
              }
            >
              <option value="">{words.money}</option>
              {item.exchanges.map((choice) => (
                <option
                  key={choice.variant_id}
                  value={choice.variant_id}
                  disabled={
                    choice.available !== null && choice.available < (counts[item.item_id] ?? 0)
                  }
                >
                  {choice.difference.amount === 0
                    ? words.exchange(choice.title)
                    : words[choice.difference.amount > 0 ? "exchangeMore" : "exchangeLess"](
                        choice.title,
                        formatMoney(
                          {
                            ...choice.difference,
                            amount: Math.abs(choice.difference.amount),
                          },
                          locale,
                        ),
                      )}
                </option>
              ))}
            </select>
          )}
        </p>
      ))}
      {mode === "return" ? (
        <p className="field">
          <label htmlFor={`${form}-reason`}>{words.why}</label>
          <select
            className="input"
            id={`${form}-reason`}
            value={reason}
            onChange={(event) => setReason(event.target.value as keyof typeof words.reasons)}
          >
            {Object.entries(words.reasons).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </p>
      ) : (
        <p className="field">
          <label htmlFor={`${form}-name`}>{words.name}</label>
          <input
            className="input"
            id={`${form}-name`}
            required
            maxLength={120}
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </p>
      )}
      <p className="field">
        <label htmlFor={`${form}-message`}>{words.message}</label>
        <textarea
          className="input"
          id={`${form}-message`}
          rows={3}
          maxLength={2000}
          value={message}
          onChange={(event) => setMessage(event.target.value)}
        />
      </p>
      {dearer && <p className="note">{words.exchangePay}</p>}
      {trouble && <p role="alert">{trouble}</p>}
      <div className="row">
        <button type="submit" className="btn btn-primary" disabled={busy}>
          {mode === "return" ? words.ask : words.declare}
        </button>
        <button type="button" className="btn btn-quiet" onClick={onClose}>
          {words.close}
        </button>
      </div>
    </form>
  );
}
