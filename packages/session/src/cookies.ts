import type { Audience, Mode, SessionSettings } from "./settings";

/** What the session's cookies say. `keep` false means the session ends with the browser. */
export interface SessionCookies {
  access: string | null;
  refresh: string | null;
  keep: boolean;
}

/** A pair of tokens as the API hands it out; `expires_in` in seconds. */
export interface TokenPair {
  access_token: string;
  refresh_token: string;
  expires_in: number;
}

/** How long a kept session lives in the browser. The API decides how long it is good. */
export const SESSION_COOKIES = { keepSeconds: 30 * 24 * 3600 } as const;

/**
 * Names of the two cookies. In production the `__Host-` prefix binds them to this host, to
 * `/` and to TLS. Cookies of localhost are shared by every port, hence the audience.
 */
export function cookieNames(
  audience: Audience,
  mode: Mode,
  scope: string | null,
): { access: string; refresh: string } {
  const prefix = mode === "local" ? "" : "__Host-";
  const suffix = scope ? `_${scope.replace(/[^A-Za-z0-9-]/g, "")}` : "";
  return {
    access: `${prefix}ecomm_${audience}_access${suffix}`,
    refresh: `${prefix}ecomm_${audience}_refresh${suffix}`,
  };
}

/** Parses a Cookie header; the first of two equal names wins, as servers commonly do. */
export function parseCookies(header: string | null): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of (header ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at < 1) continue;
    const name = part.slice(0, at).trim();
    if (!found.has(name)) found.set(name, part.slice(at + 1).trim());
  }
  return found;
}

/** Characters of tokens we hand out; anything else in a cookie is not ours and is ignored. */
const TOKEN = /^[A-Za-z0-9._~+/=-]{1,4000}$/;

/** Reads the session out of a Cookie header. */
export function readSession(
  header: string | null,
  names: { access: string; refresh: string },
): SessionCookies {
  const jar = parseCookies(header);
  const access = jar.get(names.access) ?? "";
  const stored = jar.get(names.refresh) ?? "";
  const refresh = stored.slice(2);
  const good = /^[01]\./.test(stored) && TOKEN.test(refresh);
  return {
    access: TOKEN.test(access) ? access : null,
    refresh: good ? refresh : null,
    keep: stored.startsWith("1."),
  };
}

function setCookie(name: string, value: string, mode: Mode, maxAge: number | null): string {
  const parts = [`${name}=${value}`, "Path=/", "HttpOnly", "SameSite=Lax"];
  if (mode !== "local") parts.push("Secure");
  if (maxAge !== null) parts.push(`Max-Age=${maxAge}`);
  return parts.join("; ");
}

/** The Set-Cookie values that store a pair. */
export function storePair(
  pair: TokenPair,
  keep: boolean,
  names: { access: string; refresh: string },
  mode: Mode,
): string[] {
  const life = keep ? SESSION_COOKIES.keepSeconds : null;
  return [
    setCookie(names.access, pair.access_token, mode, Math.max(1, Math.floor(pair.expires_in))),
    setCookie(names.refresh, `${keep ? "1" : "0"}.${pair.refresh_token}`, mode, life),
  ];
}

/** The Set-Cookie values that end the session in the browser. */
export function clearPair(names: { access: string; refresh: string }, mode: Mode): string[] {
  return [setCookie(names.access, "", mode, 0), setCookie(names.refresh, "", mode, 0)];
}

/**
 * Seconds until an access token expires by its own claim, or null where it is no JWT. Only to
 * refresh in time: the API verifies, we do not.
 */
export function secondsLeft(token: string, now: number = Date.now()): number | null {
  const payload = token.split(".")[1];
  if (!payload) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    if (typeof claims !== "object" || claims === null || !("exp" in claims)) return null;
    const { exp } = claims;
    return typeof exp === "number" ? exp - now / 1000 : null;
  } catch {
    return null; // not a JWT of ours: let the API judge it
  }
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
