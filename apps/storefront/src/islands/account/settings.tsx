"use client";

import { type FormEvent, useState } from "react";
import { useWords } from "#words";
import type { Customer, DeviceSession } from "@/lib/api-types";

import { call } from "../call";
import { Close } from "./close";
import { deviceOf } from "./device";
import { Check, Input, Said, said, valuesOf } from "./field";
import { Skeleton, Sorry } from "./parts";
import { useAccount } from "./state";

interface Told {
  text: string;
  tone: "good" | "bad";
  fields: Record<string, string>;
}

const SILENT: Told = { text: "", tone: "good", fields: {} };

function About({ me, onChange }: { me: Customer; onChange: (me: Customer) => void }) {
  const words = useWords("account");
  const [told, setTold] = useState<Told>(SILENT);
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = valuesOf(event.currentTarget);
    const reply = await call<Customer>("/api/account/me", { method: "PATCH", body });
    if (reply.ok) {
      onChange(reply.data);
      setTold({ text: words.settings.saved, tone: "good", fields: {} });
    } else setTold({ ...said(reply.problem), tone: "bad" });
  };
  return (
    <form className="panel account-form" onSubmit={save}>
      <h2 className="d3">{words.settings.you}</h2>
      <Input
        label={words.name}
        name="name"
        defaultValue={me.name}
        autoComplete="name"
        required
        maxLength={120}
        problem={told.fields.name}
      />
      <Input
        label={`${words.phone} ${words.optional}`}
        name="phone"
        type="tel"
        defaultValue={me.phone ?? ""}
        autoComplete="tel"
        maxLength={40}
        problem={told.fields.phone}
      />
      <Said text={told.text} tone={told.tone} />
      <button type="submit" className="btn btn-primary">
        {words.settings.save}
      </button>
    </form>
  );
}

function Password({ email }: { email: string }) {
  const words = useWords("account");
  const [told, setTold] = useState<Told>(SILENT);
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const body = valuesOf(form);
    const reply = await call("/api/account/me/password", { method: "POST", body });
    if (reply.ok) {
      form.reset();
      setTold({ text: words.settings.changed, tone: "good", fields: {} });
    } else setTold({ ...said(reply.problem), tone: "bad" });
  };
  return (
    <form className="panel account-form" onSubmit={save}>
      <h2 className="d3">{words.settings.password}</h2>
      {/* For password managers: whose password it is. */}
      <input type="hidden" autoComplete="username" value={email} readOnly />
      <Input
        label={words.currentPassword}
        name="current"
        type="password"
        autoComplete="current-password"
        required
        problem={told.fields.current}
      />
      <Input
        label={words.newPassword}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={8}
        maxLength={128}
        hint={words.passwordHint}
        problem={told.fields.password}
      />
      <Said text={told.text} tone={told.tone} />
      <button type="submit" className="btn btn-primary">
        {words.settings.change}
      </button>
    </form>
  );
}

function Mails({ me, shop }: { me: Customer; shop: string }) {
  const words = useWords("account");
  const [granted, setGranted] = useState(me.marketing);
  const [failed, setFailed] = useState(false);
  const choose = async (wanted: boolean) => {
    setGranted(wanted);
    const body = { granted: wanted };
    const reply = await call("/api/account/me/marketing", { method: "PUT", body });
    setFailed(!reply.ok);
    if (!reply.ok) setGranted(!wanted);
  };
  return (
    <section className="panel account-form">
      <h2 className="d3">{words.settings.mails}</h2>
      <Check
        label={words.marketing(shop)}
        checked={granted}
        onChange={(event) => void choose(event.target.checked)}
      />
      <p className="small muted">{words.marketingNote}</p>
      <Said text={failed ? words.wrong : ""} />
    </section>
  );
}

function Devices({ locale }: { locale: string }) {
  const words = useWords("account");
  const { state, load, set } = useAccount<DeviceSession[]>("me/sessions");
  if (state.kind === "loading") return <Skeleton />;
  if (state.kind === "failed") return <Sorry onRetry={load} />;
  const end = async (device: DeviceSession) => {
    const reply = await call(`/api/account/me/sessions/${device.id}`, { method: "DELETE" });
    if (reply.ok) set(state.data.filter((other) => other.id !== device.id));
  };
  const when = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  return (
    <section className="panel account-form">
      <h2 className="d3">{words.settings.devices}</h2>
      <ul className="account-list">
        {state.data.map((device) => (
          <li key={device.id} className="account-wish">
            <span className="min-w-0">
              <span className="strong clamp-2">
                {deviceOf(device.user_agent) ?? words.settings.unknown}
              </span>
              <span className="small muted account-line">
                {device.current
                  ? words.settings.thisOne
                  : words.settings.last(when.format(new Date(device.last_used_at)))}
              </span>
            </span>
            {!device.current && (
              <button
                type="button"
                className="btn btn-quiet btn-small"
                onClick={() => void end(device)}
              >
                {words.settings.end}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Name, password, mails, devices. */
export function Settings(props: {
  me: Customer;
  shop: string;
  locale: string;
  onChange: (me: Customer) => void;
  onClosed: () => void;
}) {
  return (
    <div className="stack">
      <About me={props.me} onChange={props.onChange} />
      <Password email={props.me.email} />
      <Mails me={props.me} shop={props.shop} />
      <Devices locale={props.locale} />
      <Close email={props.me.email} onClosed={props.onClosed} />
    </div>
  );
}
