/** What the API tells us to drop: a signed, dated list of tags. */
import { incoming, type Tag } from "./cache-manifest";
import { MAX_SKEW_SECONDS, verify } from "./signature";

export const MAX_BODY_BYTES = 256 * 1024;
const MAX_TAGS = 2000;

export type Verdict =
  | { ok: true; tags: Tag[]; ignored: number }
  | { ok: false; status: 400 | 401; code: string };

const refuse = (status: 400 | 401, code: string): Verdict => ({ ok: false, status, code });

/**
 * Judges a revalidation call. Signature first, on the raw bytes; then age; then form. Tags we do
 * not know are counted, not refused: the API may learn new ones before we do.
 */
export function judge(
  raw: Uint8Array,
  signature: string | null,
  key: Buffer,
  nowSeconds: number,
): Verdict {
  if (!verify(key, raw, signature)) return refuse(401, "bad_signature");
  let body: unknown;
  try {
    body = JSON.parse(Buffer.from(raw).toString("utf8"));
  } catch {
    return refuse(400, "invalid_json");
  }
  if (typeof body !== "object" || body === null) return refuse(400, "invalid");
  const { tags, at } = body as { tags?: unknown; at?: unknown };
  if (typeof at !== "number" || !Number.isFinite(at)) return refuse(400, "invalid");
  if (Math.abs(nowSeconds - at) > MAX_SKEW_SECONDS) return refuse(401, "expired");
  if (!Array.isArray(tags) || tags.length > MAX_TAGS) return refuse(400, "invalid");
  if (!tags.every((sent): sent is string => typeof sent === "string")) {
    return refuse(400, "invalid");
  }
  const known = tags.map(incoming);
  return {
    ok: true,
    tags: [...new Set(known.filter((tag) => tag !== null))],
    ignored: known.filter((tag) => tag === null).length,
  };
}
