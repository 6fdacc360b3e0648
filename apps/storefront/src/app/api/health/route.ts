/** GET: this process answers. Says nothing of the API: cached pages go on without it. */
export function GET(): Response {
  return Response.json({ status: "ok" }, { headers: { "Cache-Control": "no-store" } });
}
