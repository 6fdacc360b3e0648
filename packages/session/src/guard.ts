import { refusal } from "./reply";
import type { SessionSettings } from "./settings";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** Whether a method may change something. */
export function isUnsafe(method: string): boolean {
  return !SAFE.has(method.toUpperCase());
}

/** A content type without its parameters, lower case. */
export function mediaType(request: Request): string {
  const value = request.headers.get("content-type") ?? "";
  return (value.split(";")[0] ?? "").trim().toLowerCase();
}

function sameOrigin(request: Request, settings: SessionSettings): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = request.headers.get("origin");
  if (origin === null) return false;
  if (settings.origins?.includes(origin)) return true;
  const host = request.headers.get("host");
  try {
    return host !== null && new URL(origin).host === host.toLowerCase();
  } catch {
    return false; // "null" or garbage is not our origin
  }
}

/**
 * Whether a request carries a body, by its headers: some servers give every request of an
 * unsafe method a stream, empty or not.
 */
export function hasBody(request: Request): boolean {
  if (request.body === null) return false;
  const length = request.headers.get("content-length");
  if (length !== null) return length !== "0";
  return request.headers.has("transfer-encoding") || request.headers.has("content-type");
}

/**
 * Refuses cross-site writes: an unsafe method needs `Sec-Fetch-Site: same-origin` (or, from a
 * browser too old to send it, an Origin that is this host) and a body that no plain HTML form
 * can send unnoticed: JSON, or multipart for uploads, or none at all.
 */
export function guard(request: Request, settings: SessionSettings): Response | null {
  if (!isUnsafe(request.method)) return null;
  if (!sameOrigin(request, settings)) {
    return refusal(403, "cross_site", "This request did not come from this site.");
  }
  const type = mediaType(request);
  if (type === "" && !hasBody(request)) return null;
  if (type === "application/json" || type === "multipart/form-data") return null;
  return refusal(415, "unsupported_media_type", "Send JSON, or a form upload for files.");
}
