/**
 * The Content-Security-Policy of a page. Scripts run by nonce alone. Styles may be inline:
 * Radix, sonner and Recharts place things with style attributes and elements, and a style
 * cannot run anything here.
 */
export function contentSecurityPolicy(nonce: string, options: CspOptions): string {
  // Suppliers' pictures lie at servers of theirs that nobody can list: any https one may show some.
  const images = ["'self'", "data:", "blob:", "https:", ...options.mediaOrigins].join(" ");
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
  /** Origins of pictures besides: of stored ones (S3), of the simulated supplier's (local mode). */
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

/** The origin of an address, whatever its scheme; none where it is no address. */
export function originOf(value: string | undefined): string[] {
  const url = URL.parse(value ?? "");
  return url && /^https?:$/.test(url.protocol) ? [url.origin] : [];
}
