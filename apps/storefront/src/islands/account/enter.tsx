"use client";

import { type FormEvent, useState } from "react";
import { useWords } from "#words";
import { PageLink } from "@/components/shop-link";
import { State } from "@/components/state";
import { addressHere } from "@/messages/client";

import { call } from "../call";
import { Check, Input, Said, said, valuesOf } from "./field";
import { linkToken, nextPage } from "./state";
import { guestWishes, keepWishes } from "./wishes";

interface EnterProps {
  slug: string;
  shop: string;
}

/** Sends a form; what went wrong, by field and in all. */
function useSend() {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<{ text: string; fields: Record<string, string> }>({
    text: "",
    fields: {},
  });
  const send = async (path: string, body: unknown): Promise<boolean> => {
    setBusy(true);
    const reply = await call(path, { method: "POST", body });
    setBusy(false);
    setWrong(reply.ok ? { text: "", fields: {} } : said(reply.problem));
    return reply.ok;
  };
  return { busy, wrong, send };
}

/** What a guest kept comes along; a failure there keeps nobody from signing in. */
async function bringWishes(slug: string): Promise<void> {
  const kept = guestWishes(slug);
  if (kept.length === 0) return;
  const body = { product_ids: kept.map((wish) => wish.id) };
  const reply = await call("/api/account/me/wishlist", { method: "POST", body });
  if (reply.ok || reply.problem.code === "product_not_found") keepWishes(slug, []);
}

const withNext = (path: string): string => {
  const next = nextPage();
  return next === addressHere("/account") ? path : `${path}?next=${encodeURIComponent(next)}`;
};

export function Login({ slug }: EnterProps) {
  const words = useWords("account");
  const { busy, wrong, send } = useSend();
  const go = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!(await send("/api/session/login", valuesOf(event.currentTarget)))) return;
    await bringWishes(slug);
    window.location.assign(nextPage());
  };
  return (
    <form className="panel account-form" onSubmit={go}>
      <h1 className="d2">{words.titles.login}</h1>
      <p className="lead">{words.login.lead}</p>
      <Input
        label={words.email}
        name="email"
        type="email"
        autoComplete="email"
        required
        problem={wrong.fields.email}
      />
      <Input
        label={words.password}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        problem={wrong.fields.password}
      />
      <Said text={wrong.text} />
      <button type="submit" className="btn btn-primary btn-block" disabled={busy} aria-busy={busy}>
        {busy ? words.login.going : words.login.go}
      </button>
      <p className="row row-between small">
        <PageLink className="link" href="/forgot-password">
          {words.login.forgot}
        </PageLink>
        <span>
          {words.login.none}{" "}
          <PageLink
            className="link"
            href="/register"
            onClick={(event) => {
              event.currentTarget.href = addressHere(withNext("/register"));
            }}
          >
            {words.login.register}
          </PageLink>
        </span>
      </p>
    </form>
  );
}

export function Register({ slug, shop }: EnterProps) {
  const words = useWords("account");
  const { busy, wrong, send } = useSend();
  const go = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const { marketing, ...values } = valuesOf(event.currentTarget);
    const body = { ...values, marketing: marketing !== undefined };
    if (!(await send("/api/session/register", body))) return;
    await bringWishes(slug);
    window.location.assign(nextPage());
  };
  return (
    <form className="panel account-form" onSubmit={go}>
      <h1 className="d2">{words.titles.register}</h1>
      <p className="lead">{words.register.lead(shop)}</p>
      <Input
        label={words.name}
        name="name"
        autoComplete="name"
        required
        maxLength={120}
        problem={wrong.fields.name}
      />
      <Input
        label={words.email}
        name="email"
        type="email"
        autoComplete="email"
        required
        problem={wrong.fields.email}
      />
      <Input
        label={words.password}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={8}
        maxLength={128}
        hint={words.passwordHint}
        problem={wrong.fields.password}
      />
      <Check name="marketing" label={words.marketing(shop)} />
      <Said text={wrong.text} />
      <button type="submit" className="btn btn-primary btn-block" disabled={busy} aria-busy={busy}>
        {busy ? words.register.going : words.register.go}
      </button>
      <p className="small">
        {words.register.have}{" "}
        <PageLink
          className="link"
          href="/login"
          onClick={(event) => {
            event.currentTarget.href = addressHere(withNext("/login"));
          }}
        >
          {words.register.login}
        </PageLink>
      </p>
    </form>
  );
}

export function Forgot() {
  const words = useWords("account");
  const { busy, wrong, send } = useSend();
  const [sent, setSent] = useState(false);
  if (sent) {
    return (
      <State title={words.forgot.sent} text={words.forgot.sentText} heading="h1">
        <PageLink className="btn btn-quiet" href="/login">
          {words.forgot.back}
        </PageLink>
      </State>
    );
  }
  const go = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSent(await send("/api/account/forgot-password", valuesOf(event.currentTarget)));
  };
  return (
    <form className="panel account-form" onSubmit={go}>
      <h1 className="d2">{words.titles.forgot}</h1>
      <p className="lead">{words.forgot.lead}</p>
      <Input
        label={words.email}
        name="email"
        type="email"
        autoComplete="email"
        required
        problem={wrong.fields.email}
      />
      <Said text={wrong.text} />
      <button type="submit" className="btn btn-primary btn-block" disabled={busy} aria-busy={busy}>
        {words.forgot.go}
      </button>
    </form>
  );
}

export function Reset() {
  const words = useWords("account");
  const { busy, wrong, send } = useSend();
  const [done, setDone] = useState(false);
  if (done) {
    return (
      <State title={words.reset.done} text={words.reset.doneText} heading="h1">
        <PageLink className="btn btn-primary" href="/login">
          {words.login.go}
        </PageLink>
      </State>
    );
  }
  const go = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = { ...valuesOf(event.currentTarget), token: linkToken() || "-" };
    setDone(await send("/api/account/reset-password", body));
  };
  return (
    <form className="panel account-form" onSubmit={go}>
      <h1 className="d2">{words.titles.reset}</h1>
      <p className="lead">{words.reset.lead}</p>
      <Input
        label={words.newPassword}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={8}
        maxLength={128}
        hint={words.passwordHint}
        problem={wrong.fields.password}
      />
      <Said text={wrong.text} />
      <button type="submit" className="btn btn-primary btn-block" disabled={busy} aria-busy={busy}>
        {words.reset.go}
      </button>
    </form>
  );
}
