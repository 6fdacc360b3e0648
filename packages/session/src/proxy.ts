import { sessionAction } from "./actions";
import { clearPair, cookieNames, readSession, secondsLeft, storePair } from "./cookies";
import { guard, hasBody, mediaType } from "./guard";
import { apiPath, samePath } from "./path";
import { Refresher } from "./refresh";
import { refusal, signedOut, unavailable, withCookies } from "./reply";
import type { SessionSettings } from "./settings";
import { callApi, downstream, upstreamHeaders } from "./upstream";

const SESSION_PREFIX = "/api/session/";
/** Bodies up to this size are kept, so that a call can be repeated with a fresh token. */
const MAX_REPLAY = 1024 * 1024;
/** A token that dies within this many seconds is refreshed before it is used. */
const EARLY_SECONDS = 15;

export interface SessionProxy {
  /** Answers `/api/*` of an app: session actions, and calls forwarded to the API. */
  handle(request: Request): Promise<Response>;
  /** Answers `/media/*` of an app: pictures of the API, without a session. */
  media(request: Request): Promise<Response>;
}

type Body = ReadableStream<Uint8Array> | ArrayBuffer | null;

async function bodyOf(request: Request): Promise<{ body: Body; replayable: boolean }> {
  if (!hasBody(request)) return { body: null, replayable: true };
  const length = Number(request.headers.get("content-length") ?? "NaN");
  const small = mediaType(request) === "application/json" && length <= MAX_REPLAY;
  return small
    ? { body: await request.arrayBuffer(), replayable: true }
    : { body: request.body, replayable: false };
}

/** Makes the handler of an app's `/api/*`. One per process: it keeps refreshes single-flight. */
export function createSessionProxy(settings: SessionSettings): SessionProxy {
  const refresher = new Refresher(settings);

  async function forward(request: Request, path: string, search: string): Promise<Response> {
    const { mode } = settings;
    const tokens = settings.tokenPaths(request);
    const names = cookieNames(settings.audience, mode, settings.scope?.(request) ?? null);
    const session = readSession(request.headers.get("cookie"), names);
    let { access, refresh } = session;
    let cookies: string[] = [];

    const renew = async (): Promise<"renewed" | "refused" | "unreachable"> => {
      if (refresh === null || tokens === null) return "refused";
      const from = upstreamHeaders(request, settings, null);
      const result = await refresher.refresh(refresh, tokens, from);
      if (result === "unreachable") return result;
      if (result === "refused") {
        access = null;
        refresh = null;
        cookies = clearPair(names, mode);
        return result;
      }
      access = result.pair.access_token;
      refresh = result.pair.refresh_token;
      cookies = storePair(result.pair, session.keep, names, mode);
      return "renewed";
    };

    const left = access === null ? null : secondsLeft(access);
    const spent = access === null || (left !== null && left < EARLY_SECONDS);
    if (refresh !== null && spent) {
      const outcome = await renew();
      if (outcome === "unreachable") return unavailable();
      // A shop is open to the anonymous: a dead session there must not close it.
      if (outcome === "refused" && settings.audience !== "shopper") {
        return withCookies(signedOut(), cookies);
      }
    }

    const { body, replayable } = await bodyOf(request);
    const send = () =>
      callApi(settings, {
        path: path + search,
        method: request.method,
        headers: upstreamHeaders(request, settings, access),
        body,
        signal: request.signal,
      });
    try {
      let reply = await send();
      // The API turned a token down that looked alive (revoked, clock skew): one more try.
      if (reply.status === 401 && refresh !== null && cookies.length === 0) {
        const outcome = await renew();
        if (outcome === "unreachable") return unavailable();
        if (outcome === "renewed" && replayable) {
          await reply.body?.cancel();
          reply = await send();
        }
      } else if (reply.status === 401 && access !== null && refresh === null) {
        cookies = clearPair(names, mode);
      }
      return withCookies(downstream(reply, settings), cookies);
    } catch (error) {
      if (request.signal.aborted) throw error; // the browser went away; nobody to answer
      return withCookies(unavailable(), cookies);
    }
  }

  async function handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const refused = guard(request, settings);
    if (refused) return refused;
    if (url.pathname.startsWith(SESSION_PREFIX)) {
      const action = url.pathname.slice(SESSION_PREFIX.length).replace(/\/$/, "");
      return sessionAction(action, request, settings, refresher);
    }
    const path = apiPath(url, settings.allow);
    const tokens = settings.tokenPaths(request);
    const secret =
      path !== null &&
      (TOKEN_ENDPOINT.test(path) ||
        (tokens !== null && Object.values(tokens).some((own) => samePath(own, path))));
    if (path === null || secret) return refusal(404, "not_found", "There is nothing here.");
    if (request.method === "TRACE" || request.method === "CONNECT") {
      return refusal(405, "method_not_allowed", "This method is not used here.");
    }
    return await forward(request, url.pathname, url.search);
  }

  return { handle, media: (request) => media(request, settings) };
}

/** `/media/*`: pictures stored by the API, without any session, cached as the API says. */
async function media(request: Request, settings: SessionSettings): Promise<Response> {
  const url = new URL(request.url);
  const path = apiPath(url, ["/media/"]);
  if (path === null || (request.method !== "GET" && request.method !== "HEAD")) {
    return refusal(404, "not_found", "There is nothing here.");
  }
  const headers = upstreamHeaders(request, settings, null);
  try {
    const out = { path: url.pathname, method: request.method, headers, signal: request.signal };
    return downstream(await callApi(settings, out), settings);
  } catch (error) {
    if (request.signal.aborted) throw error;
    return unavailable();
  }
}

/** Endpoints that hand out or take tokens, of any audience: never reachable from a browser. */
const TOKEN_ENDPOINT =
  /^\/api\/v1\/(?:auth|public\/stores\/[^/]+\/customers)\/(?:login(?:\/code)?|register|refresh|logout|switch|enter|invites\/(?:accept|join))\/?$/;
