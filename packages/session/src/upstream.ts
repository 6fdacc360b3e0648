import { type Networks, plainAddress, within } from "./networks";
import type { SessionSettings } from "./settings";
import { streamCall } from "./stream";

/**
 * What may pass from a browser to the API. A list of what is allowed rather than of what is
 * not: cookies, Authorization, tenant headers, `x-middleware-subrequest` and hop-by-hop headers
 * stay behind because they are not on it.
 */
const REQUEST_HEADERS = [
  "accept",
  "accept-language",
  "content-type",
  // What a browser says of being followed: the API heeds it.
  "dnt",
  "idempotency-key",
  "if-match",
  "if-none-match",
  "if-modified-since",
  "range",
  "sec-gpc",
  "user-agent",
  "x-cart-token",
  "x-order-token",
  "x-request-id",
];

/** What may pass back. Set-Cookie is not on it: the API sets none. */
const REPLY_HEADERS = [
  "accept-ranges",
  "cache-control",
  "content-disposition",
  "content-language",
  "content-range",
  "content-type",
  "etag",
  "last-modified",
  "retry-after",
  "server-timing",
  "vary",
  "x-request-id",
];

/**
 * The client's address out of `X-Forwarded-For`: the last entry that is not one of our own proxies,
 * read from the right, so that what a client writes itself is never believed. The rule is the
 * API's (`client_of` in its `api/auth`); the last entry is the caller (see peer.ts).
 */
export function clientAddress(request: Request, trusted: Networks): string | null {
  const chain = (request.headers.get("x-forwarded-for") ?? "").split(",").map(plainAddress);
  const last = chain.at(-1) ?? null;
  for (const address of chain.toReversed()) {
    if (address === null) break; // not written by one of ours: nothing left of it counts
    if (!within(trusted, address)) return address;
  }
  return last;
}

/** Headers for the API: the allowed ones, the client's address and, if given, the token. */
export function upstreamHeaders(
  request: Request,
  settings: SessionSettings,
  access: string | null,
): Headers {
  const headers = new Headers();
  for (const name of REQUEST_HEADERS) {
    const value = request.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const address = clientAddress(request, settings.trustedProxies);
  if (address !== null) headers.set("x-forwarded-for", address);
  headers.set("x-forwarded-proto", settings.mode === "local" ? "http" : "https");
  // The API is next door: compressing for it to be unpacked here would only cost.
  headers.set("accept-encoding", "identity");
  if (access !== null) headers.set("authorization", `Bearer ${access}`);
  return headers;
}

/** The API's reply as the browser gets it; bodies stream through. */
export function downstream(reply: Response, settings: SessionSettings): Response {
  const headers = new Headers({ "X-Content-Type-Options": "nosniff" });
  for (const name of REPLY_HEADERS) {
    const value = reply.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  const location = reply.headers.get("location");
  if (location !== null) headers.set("location", relativeLocation(location, settings));
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store");
  const bare = reply.status === 204 || reply.status === 304;
  return new Response(bare ? null : reply.body, { status: reply.status, headers });
}

function relativeLocation(location: string, settings: SessionSettings): string {
  return location.startsWith(`${settings.apiUrl}/`)
    ? location.slice(settings.apiUrl.length)
    : location;
}

export interface Outgoing {
  path: string;
  method: string;
  headers: Headers;
  body?: ReadableStream<Uint8Array> | ArrayBuffer | string | null;
  signal?: AbortSignal;
}

const TIMEOUT_MS = 60_000;

/**
 * Calls the API. Redirects are handed on, not followed.
 *
 * Rejects when the API cannot be reached and with a TimeoutError when it does not begin to
 * answer in time; a body that has begun may take as long as it takes.
 */
export async function callApi(settings: SessionSettings, out: Outgoing): Promise<Response> {
  const { path, method, headers, body, signal } = out;
  const url = settings.apiUrl + path;
  const timeout = settings.timeoutMs ?? TIMEOUT_MS;
  if (body instanceof ReadableStream) {
    return await streamCall(url, { method, headers, body, idleMs: timeout, signal });
  }
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new DOMException("The API did not answer in time", "TimeoutError")),
    timeout,
  );
  try {
    return await fetch(url, {
      method,
      headers,
      redirect: "manual",
      cache: "no-store",
      signal: signal ? AbortSignal.any([late.signal, signal]) : late.signal,
      ...(body === undefined || body === null ? {} : { body }),
    });
  } finally {
    clearTimeout(timer);
  }
}
