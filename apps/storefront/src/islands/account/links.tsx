"use client";

import { useEffect, useState } from "react";
import { useWords } from "#words";
import { PageLink } from "@/components/shop-link";
import { State } from "@/components/state";
import { addressHere } from "@/messages/client";

import { call, type Outcome } from "../call";
import { linkToken } from "./state";

interface Verified {
  email: string;
  orders: number;
}

const posting = (path: string) =>
  call(path, { method: "POST", body: { token: linkToken() || "-" } });

const Waiting = ({ text }: { text: string }) => (
  <p className="panel" role="status">
    {text}
  </p>
);

function Over({ href, label }: { href: string; label: string }) {
  const words = useWords("account");
  return (
    <State art="lens" title={words.over} text={words.overText} heading="h1">
      <PageLink className="btn btn-primary" href={href}>
        {label}
      </PageLink>
    </State>
  );
}

/** The link of the mail proves the address. */
export function Verify() {
  const words = useWords("account");
  const [reply, setReply] = useState<Outcome<unknown> | null>(null);
  useEffect(() => {
    void posting("/api/account/verify-email").then(setReply);
  }, []);
  if (reply === null) return <Waiting text={words.verify.doing} />;
  if (!reply.ok) return <Over href="/account" label={words.verify.open} />;
  const { email, orders } = reply.data as Verified;
  return (
    <State
      title={words.verify.done}
      text={orders === 0 ? words.verify.doneText(email) : words.verify.doneOrders(email, orders)}
      heading="h1"
    >
      <PageLink className="btn btn-primary" href="/account">
        {words.verify.open}
      </PageLink>
    </State>
  );
}

/** The link of a reminder brings the bag back. */
export function Recover() {
  const words = useWords("account");
  const [code, setCode] = useState<string | null>(null);
  useEffect(() => {
    void posting("/api/cart/recover").then((reply) => {
      if (reply.ok) window.location.replace(addressHere("/cart"));
      else setCode(reply.problem.code);
    });
  }, []);
  if (code === null) return <Waiting text={words.recover.doing} />;
  if (code === "cart_completed") {
    return (
      <State art="bag" title={words.recover.bought} text={words.recover.boughtText} heading="h1">
        <PageLink className="btn btn-primary" href="/">
          {words.goOn}
        </PageLink>
      </State>
    );
  }
  return <Over href="/cart" label={words.recover.bag} />;
}

/** Asked first: programs that open every link of a mail decide nothing. */
export function Unsubscribe() {
  const words = useWords("account");
  const [phase, setPhase] = useState<"asking" | "sending" | "done" | "over">("asking");
  if (phase === "done") {
    return (
      <State title={words.unsubscribe.done} text={words.unsubscribe.doneText} heading="h1">
        <PageLink className="btn btn-quiet" href="/">
          {words.goOn}
        </PageLink>
      </State>
    );
  }
  if (phase === "over") return <Over href="/" label={words.goOn} />;
  const go = async () => {
    setPhase("sending");
    const token = encodeURIComponent(linkToken());
    const reply = await call(`/api/unsubscribe?token=${token}`, { method: "POST" });
    setPhase(reply.ok ? "done" : "over");
  };
  return (
    <State title={words.titles.unsubscribe} text={words.unsubscribe.ask} heading="h1">
      <button
        type="button"
        className="btn btn-primary"
        disabled={phase === "sending"}
        onClick={() => void go()}
      >
        {words.unsubscribe.go}
      </button>
    </State>
  );
}
