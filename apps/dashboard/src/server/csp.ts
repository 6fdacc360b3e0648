/**
 * The Content-Security-Policy of a page. Scripts run by nonce alone. Styles may be inline:
 * Radix, sonner and Recharts place things with style attributes and elements, and a style
 * cannot run anything here.
 */
export function contentSecurityPolicy(nonce: string, options: CspOptions): string {
  const images = ["'self'", "data:", "blob:", ...options.mediaOrigins].join(" ");
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${options.development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    `img-src ${images}`,
    "font-src 'self'",
    `connect-src 'self'${options.development ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    ...(options.local ? [] : ["upgrade-insecure-requests"]),
  ].join("; ");
}

export interface CspOptions {
  development: boolean;
  /** Plain http on loopback: nothing to upgrade to. */
  local: boolean;
  /** Origins of stored pictures where they are not served through this app (S3). */
  mediaOrigins: readonly string[];
}

/** Reads `ECOMM_MEDIA_ORIGINS`, a comma-separated list; what is no https origin is dropped. */
export function mediaOrigins(value: string | undefined): string[] {
  return (value ?? "").split(",").flatMap((entry) => {
    try {
      const url = new URL(entry.trim());
      return url.protocol === "https:" ? [url.origin] : [];
    } catch {
      return []; // empty or no address
    }
  });
}
