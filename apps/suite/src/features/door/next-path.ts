/** Whether a path of this origin is a page of the product's dashboard. */
export const isAppPath = (path: string, base: string): boolean =>
  path === `${base}/app` || path.startsWith(`${base}/app/`);

/**
 * Where to go after signing in: a page of this product's dashboard and nothing else.
 *
 * wanted: out of the address, so anybody's words.
 */
export function safeNext(wanted: string | null | undefined, base: string): string {
  const home = `${base}/app`;
  // Browsers read a backslash as a slash and skip tabs and line breaks: both could hide "//host".
  if (!wanted?.startsWith("/") || wanted.startsWith("//") || /[\\\s]/.test(wanted)) return home;
  const path = wanted.split(/[?#]/, 1)[0] ?? "";
  if (path.split("/").includes("..")) return home;
  return isAppPath(path, base) ? wanted : home;
}

/** The page that the platform asked for: a path below the product's own pages. */
export function insideApp(path: string | null | undefined, base: string): string {
  if (!path?.startsWith("/") || path === "/") return `${base}/app`;
  return safeNext(`${base}/app${path}`, base);
}
