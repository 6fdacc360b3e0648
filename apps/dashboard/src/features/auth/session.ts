import { ApiError, errorFrom, type Schema } from "@ecomm/api-client";

type Action =
  | "login"
  | "login-code"
  | "register"
  | "logout"
  | "switch"
  | "accept-invite"
  | "join-invite";

async function post(path: string, body: Record<string, unknown>): Promise<Response> {
  try {
    return await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch (cause) {
    throw new ApiError(0, "network", "The server could not be reached.", [], "", { cause });
  }
}

async function dataOf<Data>(reply: Response): Promise<Data | null> {
  const envelope: unknown = await reply.json().catch(() => null);
  if (!reply.ok) throw errorFrom(reply, envelope);
  return (envelope as { data?: Data } | null)?.data ?? null;
}

/**
 * Calls a session action of our own origin. The reply holds the user; the tokens stay in
 * cookies no script can read.
 *
 * Throws ApiError for refusals and lost connections.
 */
export async function sessionAction(
  action: Exclude<Action, "login">,
  body: Record<string, unknown>,
): Promise<Schema<"UserOut"> | null> {
  const reply = await post(`/api/session/${action}`, body);
  const data = await dataOf<{ user?: Schema<"UserOut"> }>(reply);
  return data?.user ?? null;
}

/** Signs in with a password; the challenge where a code is asked for. Throws ApiError. */
export async function signIn(body: Record<string, unknown>): Promise<string | null> {
  const data = await dataOf<{ challenge?: string }>(await post("/api/session/login", body));
  return data?.challenge ?? null;
}

/**
 * Calls an operation of `/api/v1/auth` that anybody may call. A cookie of a session that is over
 * is thrown away by the first try, and the second goes without. Throws ApiError.
 */
export async function openCall<Data>(
  path: string,
  body: Record<string, unknown>,
): Promise<Data | null> {
  const first = await post(`/api/v1/auth/${path}`, body);
  const reply = first.status === 401 ? await post(`/api/v1/auth/${path}`, body) : first;
  return dataOf<Data>(reply);
}

/** Where to go after signing in: a path of this app and nothing else. */
export function safeNext(next: string | null | undefined): string {
  // Browsers read a backslash as a slash and skip tabs and line breaks: both could hide "//host".
  if (!next?.startsWith("/") || next.startsWith("//") || /[\\\s]/.test(next)) return "/";
  return next.startsWith("/login") || next.startsWith("/register") ? "/" : next;
}
