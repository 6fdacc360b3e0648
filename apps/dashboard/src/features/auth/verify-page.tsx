"use client";

import { isApiError } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Notice } from "@ecomm/ui/states";
import Link from "next/link";
import { useCallback, useEffect, useRef, useState } from "react";
import { authTrouble } from "./errors";
import { AuthFrame } from "./frame";
import { openCall } from "./session";
import { authTexts } from "./texts";

type State =
  | { kind: "busy" }
  | { kind: "done"; email: string }
  | { kind: "over" }
  | { kind: "trouble"; text: string };

/** Confirms an address by the link of a mail, as soon as the page is open. */
export function VerifyPage({ token, mailboxUrl }: { token: string; mailboxUrl: string | null }) {
  const t = useTexts(authTexts);
  const [state, setState] = useState<State>(token ? { kind: "busy" } : { kind: "over" });
  const asked = useRef(false);
  const trouble = authTrouble(t);

  const confirm = useCallback(async () => {
    setState({ kind: "busy" });
    try {
      const data = await openCall<{ email: string }>("email/verify", { token });
      setState({ kind: "done", email: data?.email ?? "" });
    } catch (error) {
      if (isApiError(error) && error.code === "link_over") setState({ kind: "over" });
      else setState({ kind: "trouble", text: trouble(error) });
    }
  }, [token, trouble]);

  useEffect(() => {
    if (!token || asked.current) return;
    asked.current = true;
    confirm();
  }, [token, confirm]);

  const titles = {
    busy: t("verify_title"),
    done: t("verify_done_title"),
    over: t("link_over_title"),
    trouble: t("verify_title"),
  };
  const lead =
    state.kind === "done"
      ? t("verify_done", { email: state.email })
      : state.kind === "over"
        ? t("verify_over")
        : t("verify_lead");
  return (
    <AuthFrame title={titles[state.kind]} lead={lead} aside={null} mailboxUrl={mailboxUrl}>
      <div aria-busy={state.kind === "busy"} className="grid gap-5">
        {state.kind === "trouble" ? (
          <>
            <Notice tone="danger">{state.text}</Notice>
            <Button onClick={confirm}>{t("retry")}</Button>
          </>
        ) : null}
        {state.kind === "done" || state.kind === "over" ? (
          <Button asChild variant="primary" size="lg" className="w-full">
            <Link href="/">{t("go_on")}</Link>
          </Button>
        ) : null}
      </div>
    </AuthFrame>
  );
}
