/** HMAC between the API and us, both ways. */
import { createHmac, timingSafeEqual } from "node:crypto";

/** Seconds a signed message may be old, or ahead. */
export const MAX_SKEW_SECONDS = 300;

/** `sha256=<hex>` over the bytes. */
export function sign(key: Buffer, message: string | Uint8Array): string {
  return `sha256=${createHmac("sha256", key).update(message).digest("hex")}`;
}

/** Whether a signature header fits the bytes; takes as long for a wrong one as for a right one. */
export function verify(key: Buffer, message: Uint8Array, header: string | null): boolean {
  const given = /^sha256=([0-9a-f]{64})$/.exec(header ?? "")?.[1] ?? "";
  const own = sign(key, message).slice("sha256=".length);
  const left = Buffer.from(given.padEnd(64, "0"), "hex");
  return timingSafeEqual(left, Buffer.from(own, "hex")) && given !== "";
}

/** Headers of our own reads: they bypass the API's reply cache. `path` includes the query. */
export function internalHeaders(key: Buffer, path: string, now: number): Record<string, string> {
  const minute = String(Math.floor(now / 60_000));
  return { "X-Ecomm-Internal": sign(key, `${minute}:${path}`), "X-Ecomm-Internal-Minute": minute };
}
