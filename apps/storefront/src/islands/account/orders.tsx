"use client";

import { useEffect, useState } from "react";
import { useWords } from "#words";
import { PageLink } from "@/components/shop-link";
import { State } from "@/components/state";
import type { MyOrder, MyOrderRow } from "@/lib/api-types";
import { formatMoney } from "@/lib/money";

import { call } from "../call";
import { OrderView, placedOn } from "../order/order-view";
import { Skeleton, Sorry } from "./parts";
import { toLogin, useAccount } from "./state";

const day = (time: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" }).format(
    new Date(time),
  );

function Row({ row, locale }: { row: MyOrderRow; locale: string }) {
  const words = useWords("account");
  const orderWords = useWords("order");
  return (
    <li>
      <PageLink className="account-row" href={`/account/orders/${row.id}`}>
        <span>
          <b className="strong num">{words.orders.row(row.number)}</b>{" "}
          {row.test && <span className="badge badge-quiet">{words.orders.test}</span>}
          <span className="small muted account-line">
            {day(row.placed_at, locale)}, {words.orders.items(row.items)}
          </span>
        </span>
        <span className="account-end">
          <b className="strong num">{formatMoney(row.total, locale)}</b>
          <span className="small muted account-line">{orderWords.status[row.simple_status]}</span>
        </span>
      </PageLink>
    </li>
  );
}

/** The account's orders, newest first; `few` shows the latest with a way to the rest. */
export function Orders({ locale, few = 0 }: { locale: string; few?: number }) {
  const words = useWords("account");
  const size = few || 20;
  const { state, load } = useAccount<MyOrderRow[]>(`me/orders?per_page=${size}`);
  const [older, setOlder] = useState<MyOrderRow[]>([]);
  const [ended, setEnded] = useState(false);
  if (state.kind === "loading") return <Skeleton />;
  if (state.kind === "failed") return <Sorry onRetry={load} />;
  const rows = [...state.data, ...older];
  if (rows.length === 0) {
    return (
      <State art="parcel" title={words.orders.empty} text={words.orders.emptyText}>
        <PageLink className="btn btn-primary" href="/products">
          {words.goOn}
        </PageLink>
      </State>
    );
  }
  const more = async () => {
    const page = Math.floor(rows.length / size) + 1;
    const reply = await call<MyOrderRow[]>(`/api/account/me/orders?per_page=${size}&page=${page}`);
    if (!reply.ok) return;
    setOlder([...older, ...reply.data]);
    setEnded(reply.data.length < size);
  };
  return (
    <div className="panel stack">
      <ul className="account-list">
        {rows.map((row) => (
          <Row key={row.id} row={row} locale={locale} />
        ))}
      </ul>
      {few > 0 ? (
        <PageLink className="link" href="/account/orders">
          {words.orders.all}
        </PageLink>
      ) : (
        rows.length % size === 0 &&
        !ended && (
          <button type="button" className="btn btn-quiet" onClick={() => void more()}>
            {words.orders.more}
          </button>
        )
      )}
    </div>
  );
}

interface OneProps {
  locale: string;
  taxIncluded: boolean;
  contact: string | null;
}

/** One order of the account. */
export function MyOrderPage(props: OneProps) {
  const [id, setId] = useState("");
  useEffect(() => setId(window.location.pathname.split("/").at(-1) ?? ""), []);
  return id ? <One id={id} {...props} /> : <Skeleton />;
}

function One({ id, ...props }: OneProps & { id: string }) {
  const words = useWords("account");
  const orderWords = useWords("order");
  const { state, load } = useAccount<MyOrder>(`me/orders/${id}`);
  const status = state.kind === "failed" ? state.problem.status : 0;
  useEffect(() => {
    if (status === 401) toLogin();
  }, [status]);
  if (state.kind === "loading" || status === 401) return <Skeleton />;
  if (status === 404) {
    return (
      <State art="lens" title={words.order.missing} text={words.order.missingText} heading="h1">
        <PageLink className="btn btn-primary" href="/account/orders">
          {words.order.all}
        </PageLink>
      </State>
    );
  }
  if (state.kind === "failed") return <Sorry onRetry={load} />;
  const { order } = state.data;
  return (
    <>
      <header className="head">
        <div>
          <h1 className="d2">{orderWords.title(order.number)}</h1>
          <p className="lead">{orderWords.placed(placedOn(order, props.locale))}</p>
        </div>
        <PageLink className="link" href="/account/orders">
          {words.order.all}
        </PageLink>
      </header>
      <OrderView {...props} order={order} />
    </>
  );
}
