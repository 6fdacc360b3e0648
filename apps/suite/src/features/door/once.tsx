"use client";

import { usePlace } from "@ecomm/suite-kit/context";
import { isApiError } from "@ecomm/suite-kit/http";
import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Notice } from "@ecomm/ui/states";
import Link from "next/link";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { DoorFrame } from "./frame";
import { insideApp } from "./next-path";
import { doorTexts } from "./texts";
import { doorTrouble } from "./trouble";

type State =
  | { kind: "busy" }
  | { kind: "done"; lead: string }
  | { kind: "over" }
  | { kind: "trouble"; text: string };

/**
 * Does something with a token of the address as soon as the page is open: by a script's POST, not
 * by the GET, so that whoever fetches a link to look at it does not use it up.
 */
function Once({
  token,
  words,
  work,
  after,
}: {
  token: string;
  words: { busy: [string, string]; done: string; over: [string, string] };
  /** Returns what is said when it is done. */
  work: () => Promise<string>;
  after: ReactNode;
}) {
  const t = useTexts(doorTexts);
  const [state, setState] = useState<State>(token ? { kind: "busy" } : { kind: "over" });
  const asked = useRef(false);
  const trouble = doorTrouble(t);

  const run = useCallback(async () => {
    setState({ kind: "busy" });
    try {
      setState({ kind: "done", lead: await work() });
    } catch (error) {
      const verdict =
        isApiError(error) && error.status >= 400 && error.status < 500 && error.status !== 429;
      setState(verdict ? { kind: "over" } : { kind: "trouble", text: trouble(error) });
    }
  }, [work, trouble]);

  useEffect(() => {
    if (!token || asked.current) return;
    asked.current = true;
    run();
  }, [token, run]);

  const title =
    state.kind === "done" ? words.done : state.kind === "over" ? words.over[0] : words.busy[0];
  const lead =
    state.kind === "done" ? state.lead : state.kind === "over" ? words.over[1] : words.busy[1];
  return (
    <DoorFrame title={title} lead={lead}>
      <div aria-busy={state.kind === "busy"} className="grid gap-5">
        {state.kind === "trouble" ? (
          <>
            <Notice tone="danger">{state.text}</Notice>
            <Button onClick={run}>{t("retry")}</Button>
          </>
        ) : null}
        {state.kind === "done" || state.kind === "over" ? after : null}
      </div>
    </DoorFrame>
  );
}

/** Confirms an address by the link of a mail. */
export function VerifyPage({ token }: { token: string }) {
  const t = useTexts(doorTexts);
  const { http, base } = usePlace();
  return (
    <Once
      token={token}
      words={{
        busy: [t("verify_title"), t("verify_lead")],
        done: t("verify_done_title"),
        over: [t("link_over_title"), t("verify_over")],
      }}
      work={async () => {
        const { email } = await http.open<{ email: string }>("auth/email/verify", { token });
        return t("verify_done", { email });
      }}
      after={
        <Button asChild variant="primary" size="lg" className="w-full">
          <Link href={`${base}/app`}>{t("go_on")}</Link>
        </Button>
      }
    />
  );
}

/** Signs in whoever comes from the platform with a one-time ticket. */
export function EnterPage({ ticket, path }: { ticket: string; path: string | null }) {
  const t = useTexts(doorTexts);
  const { http, base, title } = usePlace();
  return (
    <Once
      token={ticket}
      words={{
        busy: [t("enter_title", { product: title }), t("enter_lead")],
        done: t("enter_title", { product: title }),
        over: [t("enter_over_title"), t("enter_over", { product: title })],
      }}
      work={async () => {
        await http.session("enter", { ticket, keep: false });
        // The ticket leaves the history with this page.
        window.location.replace(insideApp(path, base));
        return await new Promise<string>(() => undefined);
      }}
      after={
        <Button asChild variant="primary" size="lg" className="w-full">
          <Link href={`${base}/login`}>{t("sign_in")}</Link>
        </Button>
      }
    />
  );
}
