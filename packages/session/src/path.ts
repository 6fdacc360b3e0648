/**
 * The path of an API call as the API will understand it, or null where it is not one we forward.
 *
 * The API decodes `%2F` in paths before it routes, so `/api/v1/auth%2Flogin` would reach the
 * token endpoints around a check on the raw text: segments that decode to something with a
 * slash, a dot segment or a control character are refused.
 */
export function apiPath(url: URL, allow: readonly string[]): string | null {
  const decoded: string[] = [];
  for (const segment of url.pathname.split("/").slice(1)) {
    let plain: string;
    try {
      plain = decodeURIComponent(segment);
    } catch {
      return null; // broken percent encoding
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    if (/[/\\\u0000-\u001f\u007f]/.test(plain) || plain === "." || plain === "..") return null;
    decoded.push(plain);
  }
  const path = `/${decoded.join("/")}`;
  if (path.includes("//")) return null;
  return allow.some((prefix) => path.startsWith(prefix)) ? path : null;
}

/** Paths compare without their trailing slash, which the API redirects away. */
export function samePath(a: string, b: string): boolean {
  return a.replace(/\/+$/, "") === b.replace(/\/+$/, "");
}
