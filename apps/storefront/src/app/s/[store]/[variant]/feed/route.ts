import { env } from "@/lib/env";
import type { StoreParams } from "@/lib/routes";
import { internalHeaders } from "@/lib/signature";

export const dynamic = "force-dynamic";

/** feed.xml: every product for Google Merchant Center, passed on as the API writes it. */
export async function GET(request: Request, { params }: { params: Promise<StoreParams> }) {
  const { store } = await params;
  const { apiUrl, internalKey } = env();
  const url = new URL(`/api/v1/public/stores/${encodeURIComponent(store)}/feed.xml`, apiUrl);
  try {
    const reply = await fetch(url, {
      cache: "no-store",
      redirect: "error",
      headers: internalHeaders(internalKey, url.pathname, Date.now()),
      // Whoever hangs up ends the reading, too.
      signal: request.signal,
    });
    if (reply.status === 404) return new Response("Not found", { status: 404 });
    if (reply.ok) {
      const type = reply.headers.get("content-type") ?? "application/rss+xml; charset=utf-8";
      return new Response(reply.body, {
        headers: { "Content-Type": type, "Cache-Control": "public, max-age=0, must-revalidate" },
      });
    }
    await reply.body?.cancel();
  } catch (error) {
    if (request.signal.aborted) throw error;
  }
  return new Response("Try again in a moment", {
    status: 503,
    headers: { "Cache-Control": "no-store", "Retry-After": "5" },
  });
}
