import { cookieNames, parseCookies } from "./cookies";

/** Who signs in: merchants in the dashboard, shoppers in a shop, operators in the admin. */
export type Audience = "merchant" | "shopper" | "operator";

/** `local` is plain http on loopback; everything else is `production`. */
export type Mode = "local" | "production";

/** Paths of the API that deal in tokens. They are called by the session, never by a browser. */
export interface TokenPaths {
  login: string;
  register: string;
  refresh: string;
  logout: string;
  /** Absent where a session cannot change its tenant (shoppers). */
  switch?: string;
}

export interface SessionSettings {
  audience: Audience;
  /** Origin of the API, e.g. `http://127.0.0.1:8000`; no trailing slash. */
  apiUrl: string;
  mode: Mode;
  /**
   * The API's token paths for a request. A shop returns those of the store the request is for,
   * or null where there is none, which answers 404.
   */
  tokenPaths: (request: Request) => TokenPaths | null;
  /**
   * Separates sessions that share a host: shops reached by `?store=` on one local host. Part of
   * the cookies' names, so only letters, digits and dashes.
   */
  scope?: (request: Request) => string | null;
  /** API paths a browser may reach, each a prefix. Everything else is 404. */
  allow: readonly string[];
  /**
   * How many proxies of ours stand before this app. The client's address is the entry that
   * many places from the right of `X-Forwarded-For`; further left is the client's own claim.
   */
  trustedProxies: number;
  /** Origins accepted besides the request's own host, e.g. behind a proxy that rewrites Host. */
  origins?: readonly string[];
  /** Milliseconds to wait for the API's first byte. */
  timeoutMs?: number;
}

/** The merchants' token paths (`/api/v1/auth/*`). */
export const MERCHANT_PATHS: TokenPaths = {
  login: "/api/v1/auth/login",
  register: "/api/v1/auth/register",
  refresh: "/api/v1/auth/refresh",
  logout: "/api/v1/auth/logout",
  switch: "/api/v1/auth/switch",
};

/** The shoppers' token paths of one store. */
export function shopperPaths(slug: string): TokenPaths {
  const base = `/api/v1/public/stores/${encodeURIComponent(slug)}/customers`;
  return {
    login: `${base}/login`,
    register: `${base}/register`,
    refresh: `${base}/refresh`,
    logout: `${base}/logout`,
  };
}

/**
 * Settings of an app's session from its environment: `ECOMM_API_URL` (required),
 * `ECOMM_MODE` (`local` or `production`, the default) and `ECOMM_TRUSTED_PROXIES` (default 0).
 *
 * Throws when the address is missing or no http(s) address, so that a broken deployment does
 * not start to answer.
 */
export function sessionSettings(
  env: Readonly<Record<string, string | undefined>>,
  own: Pick<SessionSettings, "audience" | "tokenPaths" | "allow"> & Partial<SessionSettings>,
): SessionSettings {
  const address = env.ECOMM_API_URL;
  if (!address) throw new Error("ECOMM_API_URL is not set: the address of the API");
  const url = new URL(address);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new Error("ECOMM_API_URL must be an http or https address");
  }
  const proxies = Number(env.ECOMM_TRUSTED_PROXIES ?? "0");
  if (!Number.isInteger(proxies) || proxies < 0) {
    throw new Error("ECOMM_TRUSTED_PROXIES must be a whole number, 0 or more");
  }
  return {
    apiUrl: url.origin,
    mode: env.ECOMM_MODE === "local" ? "local" : "production",
    trustedProxies: proxies,
    ...own,
  };
}

/**
 * Whether a request carries a session at all. For redirects to the sign-in page only: whether
 * the session is any good is for the API to say.
 */
export function hasSession(
  settings: Pick<SessionSettings, "audience" | "mode">,
  cookieHeader: string | null,
  scope: string | null = null,
): boolean {
  const names = cookieNames(settings.audience, settings.mode, scope);
  return parseCookies(cookieHeader).has(names.refresh);
}
