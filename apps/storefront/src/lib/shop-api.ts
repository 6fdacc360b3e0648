/**
 * What the shop's own endpoints are made of: one call of the API for a browser, with the capability
 * taken from a cookie, and the reply in the API's envelope.
 */
import { guard } from "@ecomm/session/guard";
import { refusal, unavailable, withCookies } from "@ecomm/session/reply";
import { callApi, upstreamHeaders } from "@ecomm/session/upstream";
import type { StoreParams } from "./routes";
import { sessionSettings } from "./session";

export interface Answer {
  status: number;
  /** The API's envelope as it came, or null where it was none. */
  body: { data?: unknown; error?: { code?: string } | null } | null;
}

export interface Ask {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  body?: unknown;
  cartToken?: string;
  orderToken?: string;
  draftToken?: string;
  /** Idempotency key; without one the browser's is passed on. */
  key?: string;
}

const MAX_BODY = 32 * 1024;

/** Thrown inside an endpoint: the API cannot be reached. `endpoint` answers 503. */
class Away extends Error {}

/** Asks the API below `/api/v1/public/stores/<slug>`. Throws Away. */
export async function ask(request: Request, slug: string, { path, ...out }: Ask): Promise<Answer> {
  const settings = sessionSettings();
  const headers = upstreamHeaders(request, settings, null);
  // Capabilities come from cookies, never from what a page sends along.
  for (const name of ["x-cart-token", "x-order-token", "x-draft-token", "if-none-match", "range"]) {
    headers.delete(name);
  }
  if (out.cartToken) headers.set("x-cart-token", out.cartToken);
  if (out.draftToken) headers.set("x-draft-token", out.draftToken);
  if (out.orderToken) headers.set("x-order-token", out.orderToken);
  if (out.key) headers.set("idempotency-key", out.key);
  if (out.method !== "POST") headers.delete("idempotency-key");
  if (out.body === undefined) headers.delete("content-type");
  else headers.set("content-type", "application/json");
  headers.set("accept", "application/json");
  try {
    const reply = await callApi(settings, {
      path: `/api/v1/public/stores/${encodeURIComponent(slug)}${path}`,
      method: out.method,
      headers,
      body: out.body === undefined ? null : JSON.stringify(out.body),
      signal: request.signal,
    });
    return { status: reply.status, body: await envelopeOf(reply) };
  } catch (cause) {
    throw new Away("The API cannot be reached", { cause });
  }
}

/** A file of the API's, passed on as it comes; a refusal in the API's envelope. Throws Away. */
export async function file(
  request: Request,
  slug: string,
  { path, ...out }: Ask,
): Promise<Response> {
  const settings = sessionSettings();
  const headers = upstreamHeaders(request, settings, null);
  for (const name of ["x-cart-token", "if-none-match", "range", "content-type"]) {
    headers.delete(name);
  }
  if (out.orderToken) headers.set("x-order-token", out.orderToken);
  try {
    const reply = await callApi(settings, {
      path: `/api/v1/public/stores/${encodeURIComponent(slug)}${path}`,
      method: out.method,
      headers,
      body: null,
      signal: request.signal,
    });
    if (reply.status >= 500) return unavailable();
    const kept = new Headers({ "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" });
    for (const name of ["content-type", "content-disposition"]) {
      const value = reply.headers.get(name);
      if (value) kept.set(name, value);
    }
    return new Response(reply.body, { status: reply.status, headers: kept });
  } catch (cause) {
    throw new Away("The API cannot be reached", { cause });
  }
}

/** A file from the browser, handed on as it comes in; the API's answer. Throws Away. */
export async function sendFile(
  request: Request,
  slug: string,
  { path, orderToken }: { path: string; orderToken: string },
): Promise<Answer> {
  const settings = sessionSettings();
  const headers = upstreamHeaders(request, settings, null);
  for (const name of ["x-cart-token", "if-none-match", "range"]) headers.delete(name);
  headers.set("x-order-token", orderToken);
  headers.set("accept", "application/json");
  try {
    const reply = await callApi(settings, {
      path: `/api/v1/public/stores/${encodeURIComponent(slug)}${path}`,
      method: "POST",
      headers,
      body: request.body,
      signal: request.signal,
    });
    return { status: reply.status, body: await envelopeOf(reply) };
  } catch (cause) {
    throw new Away("The API cannot be reached", { cause });
  }
}

async function envelopeOf(reply: Response): Promise<Answer["body"]> {
  const body: unknown = await reply.json().catch(() => null);
  return typeof body === "object" && body !== null ? (body as Answer["body"]) : null;
}

export const ok = (answer: Answer): boolean => answer.status >= 200 && answer.status < 300;

export const codeOf = (answer: Answer): string => answer.body?.error?.code ?? "";

/** The API's answer as the browser gets it: same status, same envelope, cookies where given. */
export function pass(answer: Answer, cookies: readonly string[] = []): Response {
  if (!answer.body || answer.status >= 500) return withCookies(unavailable(), cookies);
  const reply = Response.json(answer.body, {
    status: answer.status,
    headers: { "Cache-Control": "no-store" },
  });
  return withCookies(reply, cookies);
}

/** Our own answer in the API's envelope. */
export function give(data: unknown, cookies: readonly string[] = []): Response {
  return pass({ status: 200, body: { data, error: null } }, cookies);
}

export const gone = (code: string, message: string, cookies: readonly string[] = []): Response =>
  withCookies(refusal(404, code, message), cookies);

/** A JSON object out of a request, or null. */
export async function objectOf(request: Request): Promise<Record<string, unknown> | null> {
  const text = await request.text();
  if (text.length > MAX_BODY) return null;
  try {
    const value: unknown = JSON.parse(text);
    const plain = typeof value === "object" && value !== null && !Array.isArray(value);
    return plain ? (value as Record<string, unknown>) : null;
  } catch {
    return null; // not JSON: answered as malformed
  }
}

export const malformed = (): Response =>
  refusal(400, "invalid_json", "The request body is not a JSON object.");

type Context<Params> = { params: Promise<Params> };

/**
 * Wraps an endpoint: refuses cross-site writes, and answers 503 where the API is away. The store is
 * the one the proxy found for the host; a browser cannot name another.
 */
export function endpoint<Params extends StoreParams>(
  work: (request: Request, slug: string, params: Params) => Promise<Response>,
): (request: Request, context: Context<Params>) => Promise<Response> {
  return async (request, { params }) => {
    const refused = guard(request, sessionSettings());
    if (refused) return refused;
    const known = await params;
    try {
      return await work(request, known.store, known);
    } catch (error) {
      if (error instanceof Away) return unavailable();
      throw error;
    }
  };
}
