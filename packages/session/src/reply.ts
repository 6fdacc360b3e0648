/** The API's error envelope, for refusals that are made here. */
export function refusal(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Response {
  const body = { data: null, error: { code, message, details: [], request_id: "" } };
  return Response.json(body, {
    status,
    headers: { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", ...headers },
  });
}

/** Adds Set-Cookie values to a reply; such a reply is never stored by anyone. */
export function withCookies(reply: Response, cookies: readonly string[]): Response {
  if (cookies.length === 0) return reply;
  for (const cookie of cookies) reply.headers.append("Set-Cookie", cookie);
  reply.headers.set("Cache-Control", "no-store");
  return reply;
}

export const signedOut = (): Response =>
  refusal(401, "signed_out", "You are signed out. Sign in to go on.");

export const unavailable = (): Response =>
  refusal(
    503,
    "api_unavailable",
    "The server cannot be reached right now. Try again in a moment.",
    {
      "Retry-After": "2",
    },
  );
