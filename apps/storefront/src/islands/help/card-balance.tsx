"use client";

import { type FormEvent, useState } from "react";
import { useWords } from "#words";
import { PageLink } from "@/components/shop-link";
import type { CardBalance as Balance } from "@/lib/api-types";
import { formatMoney } from "@/lib/money";

import { Input, Said, valuesOf } from "../account/field";
import { call } from "../call";

/** Asks for a code and shows what the card holds. */
export function CardBalance({ locale }: { locale: string }) {
  const asking = useWords("asking");
  const words = useWords("card");
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState("");
  const [found, setFound] = useState<Balance | null>(null);
  const look = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = valuesOf(event.currentTarget);
    setBusy(true);
    const reply = await call<Balance>("/api/gift-cards/balance", { method: "POST", body });
    setBusy(false);
    if (reply.ok) {
      setFound(reply.data);
      return setWrong("");
    }
    const { status } = reply.problem;
    setWrong(
      status === 429 ? asking.slow : status >= 400 && status < 500 ? words.none : asking.lost,
    );
  };
  if (found) {
    const day = found.expires_at
      ? new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(new Date(found.expires_at))
      : null;
    return (
      <section className="panel account-form" role="status">
        <h1 className="d2">{words.holds(found.last4)}</h1>
        <p className="d1 num">{formatMoney(found.balance, locale)}</p>
        <p className="muted">
          {words.states[found.state] || (day === null ? words.forever : words.until(day))}
        </p>
        <p className="row">
          <PageLink className="btn btn-primary" href="/products">
            {words.shop}
          </PageLink>
          <button type="button" className="btn btn-quiet" onClick={() => setFound(null)}>
            {words.another}
          </button>
        </p>
      </section>
    );
  }
  return (
    <form className="panel account-form" onSubmit={look}>
      <h1 className="d2">{words.title}</h1>
      <p className="lead">{words.lead}</p>
      <Input
        label={words.code}
        name="code"
        required
        maxLength={60}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        hint={words.codeHint}
      />
      <Said text={wrong} />
      <button type="submit" className="btn btn-primary btn-block" disabled={busy} aria-busy={busy}>
        {words.go}
      </button>
    </form>
  );
}
