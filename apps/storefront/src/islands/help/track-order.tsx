"use client";

import { type FormEvent, useState } from "react";
import { useWords } from "#words";
import type { TrackedOrder } from "@/lib/api-types";

import { Input, Said, valuesOf } from "../account/field";
import { call } from "../call";
import { ParcelEvents } from "../order/events";
import { Steps } from "../order/steps";

type Parcel = TrackedOrder["parcels"][number];

function ParcelBox({
  parcel,
  index,
  of,
  locale,
}: {
  parcel: Parcel;
  index: number;
  of: number;
  locale: string;
}) {
  const orderWords = useWords("order");
  const words = useWords("track");
  const safe = parcel.tracking_url && /^https?:\/\//i.test(parcel.tracking_url);
  return (
    <section className="panel stack" aria-labelledby={`parcel-${index}`}>
      <div>
        <h2 className="d3" id={`parcel-${index}`}>
          {of > 1 ? orderWords.parcel(index + 1, of) : orderWords.parcelOnly}
        </h2>
        <p className="muted">
          {words.pieces(parcel.pieces)}, {orderWords.with(parcel.carrier)}
        </p>
      </div>
      <ParcelEvents events={parcel.events} locale={locale} />
      <div className="row row-between">
        <p className="small muted">
          {orderWords.number}: <span className="num">{parcel.tracking_number}</span>
        </p>
        {safe && (
          <a
            className="btn btn-quiet btn-small"
            href={parcel.tracking_url ?? undefined}
            rel="noreferrer noopener"
            target="_blank"
          >
            {orderWords.track(parcel.carrier)}
          </a>
        )}
      </div>
    </section>
  );
}

function Found({
  order,
  locale,
  onAnother,
}: {
  order: TrackedOrder;
  locale: string;
  onAnother: () => void;
}) {
  const orderWords = useWords("order");
  const words = useWords("track");
  const day = (time: string) =>
    new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(new Date(time));
  return (
    <div className="stack track" role="status">
      <section className="panel">
        <h1 className="d2">{orderWords.title(order.number)}</h1>
        <p className="muted">
          {orderWords.placed(day(order.placed_at))} {orderWords.status[order.simple_status]}.
        </p>
        <Steps status={order.simple_status} times={[]} />
        {order.waiting > 0 && order.parcels.length > 0 && (
          <p className="small muted">{words.waiting(order.waiting)}</p>
        )}
        {order.test && <p className="small muted">{orderWords.test}</p>}
      </section>
      {order.parcels.map((parcel, index) => (
        <ParcelBox
          key={`${parcel.carrier} ${parcel.tracking_number} ${parcel.shipped_at}`}
          parcel={parcel}
          index={index}
          of={order.parcels.length}
          locale={locale}
        />
      ))}
      <p className="small muted">{words.more}</p>
      <p>
        <button type="button" className="btn btn-quiet" onClick={onAnother}>
          {words.another}
        </button>
      </p>
    </div>
  );
}

/** Asks for a number and an address, and shows where the parcels are. */
export function TrackOrder({ locale }: { locale: string }) {
  const words = useWords("track");
  const asking = useWords("asking");
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState({ number: "", all: "" });
  const [order, setOrder] = useState<TrackedOrder | null>(null);
  const look = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { number = "", email = "" } = valuesOf(event.currentTarget);
    const digits = number.replace(/^[#\s]+|\s+$/g, "");
    if (!/^\d{1,15}$/.test(digits)) return setWrong({ number: words.badNumber, all: "" });
    setBusy(true);
    const body = { number: Number(digits), email: email.trim() };
    const reply = await call<TrackedOrder>("/api/orders/track", { method: "POST", body });
    setBusy(false);
    if (reply.ok) {
      setOrder(reply.data);
      return setWrong({ number: "", all: "" });
    }
    const { status } = reply.problem;
    const all =
      status === 429 ? asking.slow : status >= 400 && status < 500 ? words.none : asking.lost;
    setWrong({ number: "", all });
  };
  if (order) return <Found order={order} locale={locale} onAnother={() => setOrder(null)} />;
  return (
    <form className="panel account-form" onSubmit={look}>
      <h1 className="d2">{words.title}</h1>
      <p className="lead">{words.lead}</p>
      <Input
        label={words.number}
        name="number"
        required
        inputMode="numeric"
        maxLength={20}
        autoComplete="off"
        hint={words.numberHint}
        problem={wrong.number || undefined}
      />
      <Input label={words.email} name="email" type="email" autoComplete="email" required />
      <Said text={wrong.all} />
      <button type="submit" className="btn btn-primary btn-block" disabled={busy} aria-busy={busy}>
        {busy ? words.going : words.go}
      </button>
    </form>
  );
}
