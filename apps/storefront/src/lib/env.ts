/** The storefront's settings, read from the environment when they are needed, never at build. */
import { LOOPBACK, type Networks, networks } from "@ecomm/session/networks";

export interface Env {
  /** `local`: plain http on loopback, `?store=` picks a store. Anything else is production. */
  local: boolean;
  /** Origin of the API, no trailing slash. */
  apiUrl: string;
  /** Stores answer at `slug.<domain>`. Lower case, no port. */
  domain: string;
  /** Scheme and port shoppers use, e.g. `http:` and `:3001`. */
  scheme: "http:" | "https:";
  port: string;
  /** Key shared with the API: revalidation and our own reads. */
  internalKey: Buffer;
  /** Proxies of ours before this server; the API reads the same list. */
  trustedProxies: Networks;
}

type Source = Readonly<Record<string, string | undefined>>;

function address(source: Source, name: string): URL {
  const value = source[name];
  if (!value) throw new Error(`${name} is not set`);
  const url = new URL(value);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new Error(`${name} must be an http or https address`);
  }
  return url;
}

/**
 * Reads the settings. Throws with the variable's name where one is missing or malformed, so that a
 * broken deployment says so instead of answering.
 */
export function readEnv(source: Source = process.env): Env {
  const shop = address(source, "ECOMM_STOREFRONT_URL");
  const key = Buffer.from(source.ECOMM_INTERNAL_KEY ?? "", "base64");
  if (key.length < 32) throw new Error("ECOMM_INTERNAL_KEY must be at least 32 bytes, base64");
  return {
    local: source.ECOMM_MODE === "local",
    apiUrl: address(source, "ECOMM_API_URL").origin,
    domain: (source.ECOMM_STOREFRONT_DOMAIN ?? shop.hostname).toLowerCase().replace(/\.$/, ""),
    scheme: shop.protocol === "https:" ? "https:" : "http:",
    port: shop.port === "" ? "" : `:${shop.port}`,
    internalKey: key,
    trustedProxies: networks(source.ECOMM_TRUSTED_PROXIES ?? LOOPBACK),
  };
}

let cached: Env | undefined;

/** The process's settings. Throws as `readEnv`. */
export function env(): Env {
  cached ??= readEnv();
  return cached;
}

/** Address of a store's shop, e.g. `http://demo.localhost:3001`; no trailing slash. */
export function storeOrigin(slug: string, from: Env = env()): string {
  return `${from.scheme}//${slug}.${from.domain}${from.port}`;
}

/** Address search engines shall know a shop by: its own domain where it has a primary one. */
export function shopOrigin(
  store: { slug: string; primary_host: string | null },
  from: Env = env(),
): string {
  if (store.primary_host === null) return storeOrigin(store.slug, from);
  return `${from.scheme}//${store.primary_host}${from.port}`;
}
