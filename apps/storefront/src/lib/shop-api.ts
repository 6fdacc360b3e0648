/**
 * What the shop's own endpoints are made of: one call of the API for a browser, with the capability
 * taken from a cookie, and the reply in the API's envelope.
 */
import { guard } from "@ecomm/session/guard";
import { refusal, unavailable, withCookies } from "@ecomm/session/reply";
import { callApi, upstreamHeaders } from "@ecomm/session/upstream";
import type { StoreParams } from "./page";
import { sessionSettings } from "./session";

export interface Answer {
  status: number;
  /** The API's envelope as it came, or null where it was none. */
  body: { data?: unknown; error?: { code?: string } | null } | null;
}

export interface Ask {
  method: "GET" | "POST" | "PATCH" | "DELETE";
  path: string;
  body?: unknown;
  cartToken?: string;
  orderToken?: string;
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
  for (const name of ["x-cart-token", "x-order-token", "if-none-match", "range"]) {
    headers.delete(name);
  }
  if (out.cartToken) headers.set("x-cart-token", out.cartToken);
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
    const body: unknown = await reply.json().catch(() => null);
    const envelope = typeof body === "object" && body !== null ? (body as Answer["body"]) : null;
    return { status: reply.status, body: envelope };
  } catch (cause) {
    throw new Away("The API cannot be reached", { cause });
  }
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
