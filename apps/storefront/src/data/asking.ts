/** How pages ask the API: tags for what they found, and what a variant ends with. */
import { unstable_cache } from "next/cache";
import { cache } from "react";
import type { PageInfo, Store } from "@/lib/api-types";
import { PAGE_LIFETIME_SECONDS, type Tag, tags } from "@/lib/cache-manifest";
import { ApiUnavailable, type Reply, read } from "./http";

/** When this render first asked the API; the page is as old as that. */
export const startedAt = cache(() => Date.now());

/**
 * Puts tags on the page being rendered. Outside a cached page (filters, search) it does nothing.
 * `unstable_cache` is how Next collects tags that only become known during a render; what it would
 * store is dropped by our cache handler.
 */
export async function tagPage(...own: readonly Tag[]): Promise<void> {
  const all = [...own, tags.readAt(startedAt())];
  await unstable_cache(async () => true, all, {
    tags: all,
    revalidate: PAGE_LIFETIME_SECONDS,
  })();
}

/** The shop stopped selling in a currency, has no rate for it any more, or dropped a language. */
const GONE = new Set(["currency_not_offered", "exchange_rate_stale", "locale_not_offered"]);

export const isGone = (reply: Reply): boolean =>
  (reply.status === 409 || reply.status === 422) && GONE.has(refusal(reply).code);

/** Throws ApiUnavailable, too, where a variant ended while a page was made: such a page is not kept. */
export async function get(path: string): Promise<Reply> {
  startedAt();
  const reply = await read(path);
  if (isGone(reply)) throw new ApiUnavailable(new Error(refusal(reply).code));
  return reply;
}

/** The path with what the page differs in from the shop's own: currency and language. */
export function varied(store: Store, path: string, { prices = false } = {}): string {
  const asked = new URLSearchParams();
  if (prices && store.currency !== store.own_currency) asked.set("currency", store.currency);
  if (store.spoken !== null) asked.set("locale", store.spoken);
  const query = asked.toString();
  if (query === "") return path;
  return `${path}${path.includes("?") ? "&" : "?"}${query}`;
}

export const priced = (store: Store, path: string): string => varied(store, path, { prices: true });

export const slugPath = (slug: string): string => `/${encodeURIComponent(slug)}`;

interface Envelope<Data> {
  data: Data;
  page?: PageInfo;
}

export function envelope<Data>(reply: Reply): Envelope<Data> {
  if (reply.status !== 200) throw new ApiUnavailable(new Error(`status ${reply.status}`));
  return reply.body as Envelope<Data>;
}

export function refusal(reply: Reply): { code: string; details: Record<string, unknown>[] } {
  const body = reply.body as { error?: { code?: string; details?: unknown } } | null;
  const details = body?.error?.details;
  return {
    code: body?.error?.code ?? "",
    details: Array.isArray(details) ? (details as Record<string, unknown>[]) : [],
  };
}

/** Last part of the address a reply sends to, decoded; null where it sends nowhere. */
export function lastSegment(reply: Reply): string | null {
  const last = reply.status >= 300 && reply.status < 400 ? reply.location?.split("?")[0] : null;
  const segment = last?.split("/").filter(Boolean).at(-1);
  return segment ? decodeURIComponent(segment) : null;
}
