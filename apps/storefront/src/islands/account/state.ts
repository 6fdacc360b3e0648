/** What the account's pages share: who is signed in, and reading with its three ends. */

import { useCallback, useEffect, useState } from "react";
import type { Customer } from "@/lib/api-types";
import { addressHere } from "@/messages/client";
import { call, type Problem } from "../call";

export type Loaded<Data> =
  | { kind: "loading" }
  | { kind: "failed"; problem: Problem }
  | { kind: "ready"; data: Data };

/** Reads `/api/account/<path>`; `set` puts newer data in its place. */
export function useAccount<Data>(path: string) {
  const [state, setState] = useState<Loaded<Data>>({ kind: "loading" });
  const load = useCallback(async () => {
    setState({ kind: "loading" });
    const reply = await call<Data>(`/api/account/${path}`);
    setState(
      reply.ok ? { kind: "ready", data: reply.data } : { kind: "failed", problem: reply.problem },
    );
  }, [path]);
  useEffect(() => {
    void load();
  }, [load]);
  const set = useCallback((data: Data) => setState({ kind: "ready", data }), []);
  return { state, load, set };
}

/** The signed-in shopper; who is not, is sent to sign in and comes back here. */
export function useMe() {
  const { state, load, set } = useAccount<Customer>("me");
  const out = state.kind === "failed" && state.problem.status === 401;
  useEffect(() => {
    if (out) toLogin();
  }, [out]);
  return { state: out ? ({ kind: "loading" } as const) : state, load, set };
}

export function toLogin(): void {
  const next = `${window.location.pathname}${window.location.search}`;
  window.location.replace(addressHere(`/login?next=${encodeURIComponent(next)}`));
}

/** Where to go after signing in: a page of this shop, whatever the address says. */
export function nextPage(): string {
  const next = new URLSearchParams(window.location.search).get("next") ?? "";
  const safe = /^\/(?![/\\])/.test(next) && !next.startsWith("/api/");
  return safe ? next : addressHere("/account");
}

/** Whether somebody is signed in here, as far as a readable cookie says. */
export const isSignedIn = (slug: string): boolean =>
  document.cookie.split("; ").includes(`ecomm_signed_${slug}=1`);

/** The token of a mail's link, out of the address. */
export const linkToken = (): string =>
  new URLSearchParams(window.location.search).get("token") ?? "";
