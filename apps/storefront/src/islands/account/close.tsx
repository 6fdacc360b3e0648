"use client";

import { type FormEvent, useState } from "react";
import { useWords } from "#words";
import { State } from "@/components/state";
import { call } from "../call";
import { Input, Said, said, valuesOf } from "./field";

const SILENT = { text: "", fields: {} as Record<string, string> };

/** Deletes the account: asked for twice, the second time with the password. */
export function Close({ email, onClosed }: { email: string; onClosed: () => void }) {
  const words = useWords("account");
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState(SILENT);
  const go = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    const body = valuesOf(event.currentTarget);
    const reply = await call("/api/account/me/close", { method: "POST", body });
    if (!reply.ok) {
      setBusy(false);
      return setWrong(said(reply.problem));
    }
    // The log-in is over; this takes its cookies away.
    await call("/api/session/logout", { method: "POST" });
    onClosed();
  };
  return (
    <form className="panel account-form" onSubmit={go}>
      <h2 className="d3">{words.close.title}</h2>
      <p className="muted">{words.close.text}</p>
      {asking ? (
        <>
          <input type="hidden" autoComplete="username" value={email} readOnly />
          <Input
            label={words.close.password}
            name="password"
            type="password"
            autoComplete="current-password"
            required
            maxLength={128}
            problem={wrong.fields.password}
          />
          <Said text={wrong.text} />
          <div className="row">
            <button type="submit" className="btn btn-primary" disabled={busy} aria-busy={busy}>
              {words.close.go}
            </button>
            <button type="button" className="btn btn-quiet" onClick={() => setAsking(false)}>
              {words.close.keep}
            </button>
          </div>
        </>
      ) : (
        <button type="button" className="btn btn-quiet" onClick={() => setAsking(true)}>
          {words.close.start}
        </button>
      )}
    </form>
  );
}

/** What is said when it is done. */
export function Closed() {
  const words = useWords("account");
  return <State title={words.close.done} text={words.close.doneText} heading="h1" />;
}
