/**
 * The Content-Security-Policy of a page. Scripts run by nonce alone. Styles may be inline: Radix
 * and sonner place things with style attributes, and a style cannot run anything here.
 */
export function contentSecurityPolicy(
  nonce: string,
  options: { development: boolean; local: boolean },
): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${options.development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    // Pictures of a merchant's products lie at their store, wherever that is.
    "img-src 'self' data: blob: https:",
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
