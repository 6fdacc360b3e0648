import { ApiError, errorFrom, type Schema } from "@ecomm/api-client";

/**
 * Calls a session action of our own origin. The reply holds the user; the tokens stay in
 * cookies no script can read.
 *
 * Throws ApiError for refusals and lost connections.
 */
export async function sessionAction(
  action: "login" | "register" | "logout" | "switch",
  body: Record<string, unknown>,
): Promise<Schema<"UserOut"> | null> {
  let reply: Response;
  try {
    reply = await fetch(`/api/session/${action}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch (cause) {
    throw new ApiError(0, "network", "The server could not be reached.", [], "", { cause });
  }
  const envelope: unknown = await reply.json().catch(() => null);
  if (!reply.ok) throw errorFrom(reply, envelope);
  const data = (envelope as { data?: { user?: Schema<"UserOut"> } } | null)?.data;
  return data?.user ?? null;
}

/** Where to go after signing in: a path of this app and nothing else. */
export function safeNext(next: string | null | undefined): string {
  // Browsers read a backslash as a slash and skip tabs and line breaks: both could hide "//host".
  if (!next?.startsWith("/") || next.startsWith("//") || /[\\\s]/.test(next)) return "/";
  return next.startsWith("/login") || next.startsWith("/register") ? "/" : next;
}
