import { clearPair, cookieNames, readSession, storePair } from "./cookies";
import { isTokenPair, type Refresher } from "./refresh";
import { refusal, signedOut, unavailable, withCookies } from "./reply";
import type { SessionSettings, TokenPaths } from "./settings";
import { callApi, downstream, upstreamHeaders } from "./upstream";

const MAX_BODY = 64 * 1024;

async function readObject(request: Request): Promise<Record<string, unknown> | null> {
  const text = await request.text();
  if (text.length > MAX_BODY) return null;
  try {
    const value: unknown = text === "" ? {} : JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null; // not JSON: answered as a malformed request
  }
}

const malformed = (): Response =>
  refusal(400, "invalid_json", "The request body is not a JSON object.");

/** What the browser learns of a token reply: everything but the tokens. */
function withoutTokens(data: Record<string, unknown>): Record<string, unknown> {
  const { access_token: _a, refresh_token: _r, token_type: _t, expires_in: _e, ...rest } = data;
  return rest;
}

/** Whether the password was right and a code is asked for: nothing to keep in cookies yet. */
const isSecondStep = (data: unknown): data is Record<string, unknown> =>
  typeof data === "object" && data !== null && "second_step" in data && "challenge" in data;

/** Signs in, registers or switches: one API call whose tokens go into cookies. */
async function obtain(
  request: Request,
  settings: SessionSettings,
  path: string,
  access: string | null,
  keepNow: boolean,
): Promise<Response> {
  const body = await readObject(request);
  if (body === null) return malformed();
  const { keep, ...rest } = body;
  const reply = await callApi(settings, {
    path,
    method: "POST",
    headers: jsonHeaders(request, settings, access),
    body: JSON.stringify(rest),
  }).catch(() => null);
  if (reply === null) return unavailable();
  if (!reply.ok) return downstream(reply, settings);
  const envelope: unknown = await reply.json().catch(() => null);
  const data =
    typeof envelope === "object" && envelope !== null && "data" in envelope ? envelope.data : null;
  if (isSecondStep(data) && !isTokenPair(data)) return Response.json({ data, error: null });
  if (!isTokenPair(data)) return unavailable();
  const names = cookieNames(settings.audience, settings.mode, settings.scope?.(request) ?? null);
  const remember = typeof keep === "boolean" ? keep : keepNow;
  return withCookies(
    Response.json({ data: withoutTokens(data), error: null }, { status: reply.status }),
    storePair(data, remember, names, settings.mode),
  );
}

function jsonHeaders(request: Request, settings: SessionSettings, access: string | null): Headers {
  const headers = upstreamHeaders(request, settings, access);
  headers.set("content-type", "application/json");
  return headers;
}

/**
 * Ends the session here and at the API. The cookies go in any case: whoever asks to be signed
 * out is, even while the API is away (the refresh token then dies of age).
 */
async function logout(
  request: Request,
  settings: SessionSettings,
  paths: TokenPaths,
  refresher: Refresher,
): Promise<Response> {
  const names = cookieNames(settings.audience, settings.mode, settings.scope?.(request) ?? null);
  const session = readSession(request.headers.get("cookie"), names);
  let { access, refresh } = session;
  if (access === null && refresh !== null) {
    const headers = upstreamHeaders(request, settings, null);
    const result = await refresher.refresh(refresh, paths, headers);
    if (typeof result === "object") {
      access = result.pair.access_token;
      refresh = result.pair.refresh_token;
    }
  }
  if (access !== null) {
    const reply = await callApi(settings, {
      path: paths.logout,
      method: "POST",
      headers: jsonHeaders(request, settings, access),
      body: JSON.stringify(refresh === null ? {} : { refresh_token: refresh }),
    }).catch(() => null);
    await reply?.body?.cancel();
  }
  return withCookies(Response.json({ data: {}, error: null }), clearPair(names, settings.mode));
}

/** Actions that need no session, and the path of each. */
const OPEN = {
  login: "login",
  "login-code": "code",
  register: "register",
  "accept-invite": "accept",
  enter: "enter",
} as const satisfies Record<string, keyof TokenPaths>;

/** Actions of a session that give another one. */
const MOVING = { switch: "switch", "join-invite": "join" } as const satisfies Record<
  string,
  keyof TokenPaths
>;

const has = <T extends object>(table: T, key: string): key is Extract<keyof T, string> =>
  Object.hasOwn(table, key);

/**
 * `/api/session/{login,login-code,register,accept-invite,enter,switch,join-invite,logout}`;
 * anything else under it is 404.
 */
export async function sessionAction(
  action: string,
  request: Request,
  settings: SessionSettings,
  refresher: Refresher,
): Promise<Response> {
  const paths = settings.tokenPaths(request);
  const known = action === "logout" || has(OPEN, action) || has(MOVING, action);
  if (paths === null || !known) return refusal(404, "not_found", "There is nothing here.");
  if (request.method !== "POST") {
    return refusal(405, "method_not_allowed", "Use POST.", { Allow: "POST" });
  }
  if (action === "logout") return logout(request, settings, paths, refresher);
  if (has(OPEN, action)) {
    const path = paths[OPEN[action]];
    if (path) return obtain(request, settings, path, null, false);
  }
  const target = has(MOVING, action) ? paths[MOVING[action]] : undefined;
  if (!target) return refusal(404, "not_found", "There is nothing here.");
  const names = cookieNames(settings.audience, settings.mode, settings.scope?.(request) ?? null);
  const session = readSession(request.headers.get("cookie"), names);
  let access = session.access;
  if (access === null && session.refresh !== null) {
    const headers = upstreamHeaders(request, settings, null);
    const result = await refresher.refresh(session.refresh, paths, headers);
    if (result === "unreachable") return unavailable();
    if (typeof result === "object") access = result.pair.access_token;
  }
  if (access === null) return withCookies(signedOut(), clearPair(names, settings.mode));
  return obtain(request, settings, target, access, session.keep);
}
