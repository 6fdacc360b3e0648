/** What the proxy asks the API before a page is chosen: whose a host is, where a path leads. */
import type { AbTest } from "@/lib/ab-tests";
import type { Offer } from "@/lib/variant";
import { ApiUnavailable, read, readPublic } from "./http";

/** Milliseconds an answer is used: a domain or currency that was taken away is gone after these. */
const KNOWN_MS = 5_000;
/** How long an old answer about currencies stands in while the API does not answer. */
const OUTAGE_MS = 3_600_000;
const MAX_KNOWN = 5_000;

const hosts = new Map<string, { slug: string | null; until: number }>();

interface Told {
  data?: { slug?: unknown; location?: unknown } | null;
}

/** The slug of the store whose own host this is, or null. Throws ApiUnavailable. */
export async function storeOfHost(host: string, now: number = Date.now()): Promise<string | null> {
  const known = hosts.get(host);
  if (known && known.until > now) return known.slug;
  const reply = await readPublic(`/domains/ask?domain=${encodeURIComponent(host)}`);
  const told = reply.status === 200 ? (reply.body as Told).data?.slug : null;
  const slug = typeof told === "string" ? told : null;
  remember(hosts, host, { slug, until: now + KNOWN_MS });
  return slug;
}

/** Keeps an answer, oldest out first. */
function remember<Known>(all: Map<string, Known>, key: string, known: Known): void {
  all.delete(key);
  all.set(key, known);
  for (const oldest of all.keys()) {
    if (all.size <= MAX_KNOWN) break;
    all.delete(oldest);
  }
}

const offers = new Map<string, { offer: Offer; at: number }>();

const words = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];

function offerIn(body: unknown): Offer | null {
  const told = (body as { data?: Record<string, unknown> | null } | null)?.data;
  if (typeof told?.currency !== "string" || typeof told.locale !== "string") return null;
  return {
    own: told.currency,
    currencies: words(told.currencies),
    ownLocale: told.locale,
    locales: words(told.locales),
  };
}

/**
 * What a store offers to choose from; null where there is no such store, and where nobody can say.
 * Asked only for shoppers who chose something.
 */
export async function offerOf(slug: string, now: number = Date.now()): Promise<Offer | null> {
  const known = offers.get(slug);
  if (known && now - known.at < KNOWN_MS) return known.offer;
  try {
    const reply = await read(`/${encodeURIComponent(slug)}`);
    const offer = reply.status === 200 ? offerIn(reply.body) : null;
    if (offer === null) offers.delete(slug);
    else remember(offers, slug, { offer, at: now });
    return offer;
  } catch (error) {
    if (!(error instanceof ApiUnavailable)) throw error;
    return known && now - known.at < OUTAGE_MS ? known.offer : null;
  }
}

const tests = new Map<string, { running: AbTest[]; at: number }>();

function testsIn(body: unknown): AbTest[] {
  const told = (body as { data?: unknown } | null)?.data;
  if (!Array.isArray(told)) return [];
  return told.flatMap(({ id, product_slug, share_of_b }) =>
    typeof id === "string" && typeof product_slug === "string" && typeof share_of_b === "number"
      ? [{ id, productSlug: product_slug, shareOfB: share_of_b }]
      : [],
  );
}

/** The A/B tests a store runs; none while the API does not say: then everybody sees version A. */
export async function testsOf(slug: string, now: number = Date.now()): Promise<AbTest[]> {
  const known = tests.get(slug);
  if (known && now - known.at < KNOWN_MS) return known.running;
  let running: AbTest[] = [];
  try {
    const reply = await read(`/${encodeURIComponent(slug)}/ab-tests`);
    running = reply.status === 200 ? testsIn(reply.body) : [];
  } catch (error) {
    if (!(error instanceof ApiUnavailable)) throw error;
  }
  remember(tests, slug, { running, at: now });
  return running;
}

/** Where a path without a page leads, or null; null too while the API does not answer. */
export async function redirectOf(slug: string, pathname: string): Promise<string | null> {
  if (pathname.length > 1_000) return null;
  try {
    const path = `/${encodeURIComponent(slug)}/redirect?path=${encodeURIComponent(pathname)}`;
    const reply = await read(path);
    const told = reply.status === 200 ? (reply.body as Told).data?.location : null;
    return typeof told === "string" && /^(?:https?:\/\/|\/(?![/\\]))/i.test(told) ? told : null;
  } catch (error) {
    if (error instanceof ApiUnavailable) return null;
    throw error;
  }
}
