/** Which store a request is for: by host, or in local mode by `?store=` and the cookie it leaves. */

export type Tenant =
  | { kind: "store"; slug: string; from: "host" | "query" | "cookie" }
  /** A host that may be some store's own: the API knows whose. */
  | { kind: "own"; host: string }
  /** The platform's own host without a store. */
  | { kind: "none" }
  /** A host, or a `?store=`, that can belong to no store. */
  | { kind: "unknown" };

export interface TenantRequest {
  /** The Host header as sent. */
  host: string | null;
  storeParam: string | null;
  storeCookie: string | null;
}

/** Name of the cookie that remembers `?store=` in local mode. */
export const STORE_COOKIE = "ecomm_store";

const SLUG = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** A dotted name that ends in letters: no address of numbers, no machine of this network. */
const OWN =
  /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/** Whether a word can be a store's slug: a DNS label in lower case. */
export function isSlug(word: string): boolean {
  return SLUG.test(word);
}

/** Host as it is compared: lower case, without port and final dot; null where it is no host. */
export function normalHost(host: string | null): string | null {
  if (host === null) return null;
  const lower = host.trim().toLowerCase();
  const match = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+?)(?::\d{1,5})?$/.exec(lower);
  const name = match?.[1]?.replace(/\.$/, "");
  return name ? name : null;
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** The store a request is for. Pure: the proxy asks it, nothing else decides. */
export function resolveTenant(
  request: TenantRequest,
  options: { local: boolean; domain: string },
): Tenant {
  const host = normalHost(request.host);
  if (host === null) return { kind: "unknown" };
  const suffix = `.${options.domain}`;
  if (host.endsWith(suffix)) {
    const slug = host.slice(0, -suffix.length);
    return isSlug(slug) ? { kind: "store", slug, from: "host" } : { kind: "unknown" };
  }
  if (options.local && (host === options.domain || LOOPBACK.has(host))) {
    const { storeParam, storeCookie } = request;
    if (storeParam !== null && storeParam !== "") {
      const slug = storeParam.toLowerCase();
      return isSlug(slug) ? { kind: "store", slug, from: "query" } : { kind: "unknown" };
    }
    if (storeParam === null && storeCookie !== null && isSlug(storeCookie)) {
      return { kind: "store", slug: storeCookie, from: "cookie" };
    }
    return { kind: "none" };
  }
  if (host === options.domain) return { kind: "none" };
  return OWN.test(host) ? { kind: "own", host } : { kind: "unknown" };
}
