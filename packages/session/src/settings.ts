import { LOOPBACK, type Networks, networks } from "./networks";

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
  /** The second step of signing in, with a code. */
  code?: string;
  /** An invitation, with a new account. */
  accept?: string;
  /** An invitation, with the account one is signed in to. */
  join?: string;
  /** A one-time ticket of the platform that a product was opened with. */
  enter?: string;
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
  /** Proxies of ours before this app (`ECOMM_TRUSTED_PROXIES`, the same list as the API's). */
  trustedProxies: Networks;
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
  code: "/api/v1/auth/login/code",
  accept: "/api/v1/auth/invites/accept",
  join: "/api/v1/auth/invites/join",
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
 * `ECOMM_MODE` (`local` or `production`, the default) and `ECOMM_TRUSTED_PROXIES` (addresses and
 * networks, as the API reads it; this machine where it is not set).
 *
 * Throws when the address is missing or no http(s) address, or a proxy is no network, so that a
 * broken deployment does not start to answer.
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
  return {
    apiUrl: url.origin,
    mode: env.ECOMM_MODE === "local" ? "local" : "production",
    trustedProxies: networks(env.ECOMM_TRUSTED_PROXIES ?? LOOPBACK),
    ...own,
  };
}
