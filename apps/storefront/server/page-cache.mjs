/**
 * The page cache: Next's `cacheHandler`, kept in this process.
 *
 * Next's own memory cache stamps an entry when it is stored. A price that changes while a page is
 * being rendered would then look older than the page and stay until something else drops it. Here
 * an entry is as old as the first data it was made from (the `at:` tag, see src/lib/cache-manifest),
 * its size is counted in bytes, and what is known about dropped tags does not grow for ever.
 *
 * Only whole responses are kept. Data fetches are not: a page is the one thing that is cached, so
 * that two caches never pin each other's stale answer.
 */

const TAGS_HEADER = "x-next-cache-tags";
/** Longest a page is shown without asking the API again, whatever was missed. Milliseconds. */
export const LIFETIME_MS = 300_000;
/** How long an old page may still be shown while the API does not answer. */
export const OUTAGE_MS = 3_600_000;
/** The API counts as away for this long after a failed read. */
const AWAY_MS = 10_000;
const DEFAULT_BYTES = 192 * 1024 * 1024;

/** @typedef {{ value: any, lastModified: number, tags: string[], bytes: number, cacheControl?: any }} Entry */

/** A copy that holds its own bytes alone: Next's buffers are windows onto larger ones.
 * @param {Uint8Array | undefined} bytes */
function own(bytes) {
  if (!bytes) return undefined;
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  copy.set(bytes);
  return copy;
}

/**
 * A response as it is kept: the document as UTF-8 (a string with one euro sign takes two bytes for
 * every character), and no segments, which only prefetching links would ask for. Ours do not
 * prefetch.
 *
 * @param {any} value
 */
function pack(value) {
  if (!value) return value;
  const { html, rscData, segmentData: _unused, body, ...rest } = value;
  const kept = { ...rest };
  if (typeof html === "string") kept.html = own(Buffer.from(html, "utf8"));
  if (rscData) kept.rscData = own(rscData);
  if (body) kept.body = own(body);
  return kept;
}

/** A kept response as Next wants it back. @param {any} kept */
function unpack(kept) {
  return Buffer.isBuffer(kept?.html) ? { ...kept, html: kept.html.toString("utf8") } : kept;
}

/** Bytes a kept response holds. @param {any} kept */
function sizeOf(kept) {
  if (!kept) return 64;
  const parts = [kept.html, kept.rscData, kept.body];
  return parts.reduce((sum, part) => sum + (part?.length ?? 0), 1024);
}

/** Splits a response's tags into ours and the time its data was read. @param {any} value */
function readTags(value) {
  const header = value?.headers?.[TAGS_HEADER];
  const all = typeof header === "string" ? header.split(",") : [];
  /** @type {string[]} */
  const tags = [];
  let readAt = Number.POSITIVE_INFINITY;
  for (const tag of all) {
    if (tag.startsWith("at:")) readAt = Math.min(readAt, Number(tag.slice(3)));
    else if (!tag.startsWith("_N_T_")) tags.push(tag);
  }
  return { tags, readAt };
}

/** The entries of one process, in order of use, bounded in bytes. */
export class PageStore {
  /** @param {{ maxBytes?: number, now?: () => number }} [options] */
  constructor({ maxBytes = DEFAULT_BYTES, now = Date.now } = {}) {
    this.maxBytes = maxBytes;
    this.now = now;
    /** @type {Map<string, Entry>} */
    this.entries = new Map();
    /** When a tag was last dropped. @type {Map<string, number>} */
    this.dropped = new Map();
    this.bytes = 0;
    this.awayUntil = 0;
    this.lastSweep = 0;
  }

  /** Told by the data layer after every read. @param {boolean} answered */
  apiAnswered(answered) {
    this.awayUntil = answered ? 0 : this.now() + AWAY_MS;
  }

  /** @param {string} key @returns {Entry | null} */
  get(key) {
    const entry = this.entries.get(key);
    if (!entry) return null;
    if (this.isDropped(entry)) {
      this.remove(key, entry);
      return null;
    }
    const age = this.now() - entry.lastModified;
    if (age > LIFETIME_MS) {
      const away = this.awayUntil > this.now();
      if (!away || age > OUTAGE_MS) return null;
    }
    this.entries.delete(key);
    this.entries.set(key, entry);
    return entry;
  }

  /** @param {string} key @param {any} value @param {any} [cacheControl] */
  set(key, value, cacheControl) {
    const old = this.entries.get(key);
    if (old) this.remove(key, old);
    const { tags, readAt } = readTags(value);
    const now = this.now();
    const kept = pack(value);
    const bytes = sizeOf(kept) + key.length;
    const entry = { value: kept, tags, lastModified: Math.min(readAt, now), bytes, cacheControl };
    // Dropped while it was being made, or too large to be worth the others: not kept.
    if (this.isDropped(entry) || entry.bytes > this.maxBytes / 4) return;
    this.entries.set(key, entry);
    this.bytes += entry.bytes;
    for (const [oldest, first] of this.entries) {
      if (this.bytes <= this.maxBytes) break;
      this.remove(oldest, first);
    }
    this.sweep(now);
  }

  /** Drops everything that carries one of the tags and was read before now. @param {string[]} tags */
  drop(tags) {
    const now = this.now();
    for (const tag of tags) {
      this.dropped.delete(tag);
      this.dropped.set(tag, now);
    }
    this.sweep(now);
  }

  /** A tag dropped in the very millisecond a page was read counts: better once too often.
   * @param {Entry} entry */
  isDropped(entry) {
    return entry.tags.some((tag) => (this.dropped.get(tag) ?? -1) >= entry.lastModified);
  }

  /** @param {string} key @param {Entry} entry */
  remove(key, entry) {
    this.entries.delete(key);
    this.bytes -= entry.bytes;
  }

  /** Once a minute: entries nobody may see any more, and drops no entry can be older than.
   * @param {number} now */
  sweep(now) {
    if (now - this.lastSweep < 60_000) return;
    this.lastSweep = now;
    for (const [key, entry] of this.entries) {
      if (now - entry.lastModified > OUTAGE_MS || this.isDropped(entry)) this.remove(key, entry);
    }
    for (const [tag, at] of this.dropped) {
      if (now - at <= OUTAGE_MS) break; // in order of time
      this.dropped.delete(tag);
    }
  }
}

/** One store per process, whoever asks: Next makes a handler per request. @returns {PageStore} */
export function pageStore() {
  const key = Symbol.for("ecomm.storefront.pages");
  const shared = /** @type {any} */ (globalThis);
  shared[key] ??= new PageStore({
    maxBytes: Number(process.env.STOREFRONT_CACHE_MB ?? 0) * 1024 * 1024 || DEFAULT_BYTES,
  });
  return shared[key];
}

export default class PageCache {
  /** @param {string} key @param {{ kind: string }} ctx */
  get(key, ctx) {
    if (ctx.kind === "FETCH") return Promise.resolve(null);
    const entry = pageStore().get(key);
    if (!entry) return Promise.resolve(null);
    const { lastModified, cacheControl } = entry;
    return Promise.resolve({ value: unpack(entry.value), lastModified, cacheControl });
  }

  /** @param {string} key @param {any} value @param {any} ctx */
  set(key, value, ctx) {
    const page = !ctx?.fetchCache && value?.kind !== "FETCH" && value?.kind !== "IMAGE";
    if (page) pageStore().set(key, value, ctx?.cacheControl);
    return Promise.resolve();
  }

  /** @param {string | string[]} tags */
  revalidateTag(tags) {
    pageStore().drop(Array.isArray(tags) ? tags : [tags]);
    return Promise.resolve();
  }

  resetRequestCache() {
    // Nothing is kept per request.
  }
}
