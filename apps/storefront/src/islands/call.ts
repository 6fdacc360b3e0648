/** Calls of the shop's own `/api`, from a browser. Never throws: the caller shows what happened. */

import { fieldProblemHere, problemHere } from "@/messages/client";
export interface Problem {
  /** 0 where there was no answer. */
  status: number;
  code: string;
  message: string;
  details: ProblemDetail[];
}

export interface ProblemDetail {
  field?: string | null;
  code?: string;
  message?: string;
  variant_id?: string;
  available?: number | null;
}

export type Outcome<Data> = { ok: true; data: Data } | { ok: false; problem: Problem };

const LOST: Problem = { status: 0, code: "offline", message: "", details: [] };
const TIMEOUT_MS = 25_000;

export interface CallOptions {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  /** For POSTs that create: the same key again never does it twice. */
  key?: string;
}

async function once<Data>(path: string, options: CallOptions): Promise<Outcome<Data>> {
  const headers: Record<string, string> = { Accept: "application/json" };
  // Also without a body: a type that no plain form can send says the call is our own.
  if ((options.method ?? "GET") !== "GET") headers["Content-Type"] = "application/json";
  if (options.key) headers["Idempotency-Key"] = options.key;
  try {
    const reply = await fetch(path, {
      method: options.method ?? "GET",
      headers,
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    const envelope = await reply.json();
    if (reply.ok) return { ok: true, data: envelope.data };
    const { code = "", message = "", details = [] } = envelope.error ?? {};
    return {
      ok: false,
      problem: {
        status: reply.status,
        code,
        message: problemHere(code, message),
        details: details.map((one: ProblemDetail) => ({
          ...one,
          message: fieldProblemHere(one.code ?? "", one.message ?? ""),
        })),
      },
    };
  } catch {
    return { ok: false, problem: LOST }; // no answer, or not ours
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Calls, and once more after a lost answer: reads, and writes that carry a key, can be repeated. */
export async function call<Data>(path: string, options: CallOptions = {}): Promise<Outcome<Data>> {
  const first = await once<Data>(path, options);
  const repeatable = (options.method ?? "GET") === "GET" || options.key !== undefined;
  if (first.ok || !repeatable || ![0, 502, 503, 504].includes(first.problem.status)) return first;
  await pause(700);
  return once<Data>(path, options);
}

/** A key for one act of a shopper; the same for its repeats. */
export function newKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // plain http on a name that is no localhost
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
