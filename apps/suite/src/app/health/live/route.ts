export const dynamic = "force-dynamic";

/** Answers while this process serves; says nothing of the API behind it. */
export function GET(): Response {
  return Response.json({ status: "ok" }, { headers: { "Cache-Control": "no-store" } });
}
