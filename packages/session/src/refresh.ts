import { createHash } from "node:crypto";
import type { TokenPair } from "./cookies";
import type { SessionSettings, TokenPaths } from "./settings";
import { callApi } from "./upstream";

/** `refused`: the session is over. `unreachable`: nobody knows; keep the cookies, try later. */
export type Refreshed = { pair: TokenPair } | "refused" | "unreachable";

/** How long a finished refresh is remembered: the API's own grace for a rotated token. */
const GRACE_MS = 10_000;
const MAX_REMEMBERED = 2_000;

/** Whether a reply's body is a pair of tokens. */
export function isTokenPair(value: unknown): value is TokenPair & Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const pair = value as Record<string, unknown>;
  return (
    typeof pair.access_token === "string" &&
    typeof pair.refresh_token === "string" &&
    typeof pair.expires_in === "number"
  );
}

/**
 * Exchanges refresh tokens, one call per token however many tabs ask at once. Tabs that come a
 * little later still hold the old cookie: within the grace they get the same new pair.
 */
export class Refresher {
  private readonly running = new Map<string, Promise<Refreshed>>();

  constructor(private readonly settings: SessionSettings) {}

  refresh(token: string, paths: TokenPaths, headers: Headers): Promise<Refreshed> {
    const key = createHash("sha256").update(`${paths.refresh}\n${token}`).digest("base64url");
    const known = this.running.get(key);
    if (known) return known;
    if (this.running.size >= MAX_REMEMBERED) {
      const oldest = this.running.keys().next().value;
      if (oldest !== undefined) this.running.delete(oldest);
    }
    const work = this.exchange(token, paths, headers).then((result) => {
      if (result === "unreachable") this.running.delete(key);
      else setTimeout(() => this.running.delete(key), GRACE_MS).unref();
      return result;
    });
    this.running.set(key, work);
    return work;
  }

  private async exchange(token: string, paths: TokenPaths, from: Headers): Promise<Refreshed> {
    const headers = new Headers({ "content-type": "application/json", accept: "application/json" });
    for (const name of ["x-forwarded-for", "x-forwarded-proto", "user-agent", "x-request-id"]) {
      const value = from.get(name);
      if (value !== null) headers.set(name, value);
    }
    try {
      const reply = await callApi(this.settings, {
        path: paths.refresh,
        method: "POST",
        headers,
        body: JSON.stringify({ refresh_token: token }),
      });
      const body: unknown = await reply.json().catch(() => null);
      const data = typeof body === "object" && body !== null && "data" in body ? body.data : null;
      if (reply.ok && isTokenPair(data)) return { pair: data };
      // 4xx is a verdict on this token, except "too many requests", which is none.
      return reply.status >= 400 && reply.status < 500 && reply.status !== 429
        ? "refused"
        : "unreachable";
    } catch {
      return "unreachable"; // refused connection, reset or time-out: all mean "ask again"
    }
  }
}
