import { revalidateTag } from "next/cache";
import { env } from "@/lib/env";
import { judge, MAX_BODY_BYTES } from "@/lib/revalidation";

/** POST from the API: drop the pages that carry these tags, now. */
export async function POST(request: Request): Promise<Response> {
  if (Number(request.headers.get("content-length") ?? "0") > MAX_BODY_BYTES) {
    return Response.json({ error: "too_large" }, { status: 413 });
  }
  const raw = new Uint8Array(await request.arrayBuffer());
  if (raw.byteLength > MAX_BODY_BYTES)
    return Response.json({ error: "too_large" }, { status: 413 });
  const verdict = judge(
    raw,
    request.headers.get("x-ecomm-signature"),
    env().internalKey,
    Date.now() / 1000,
  );
  if (!verdict.ok) return Response.json({ error: verdict.code }, { status: verdict.status });
  for (const tag of verdict.tags) revalidateTag(tag, { expire: 0 });
  return Response.json({ dropped: verdict.tags.length, ignored: verdict.ignored });
}
