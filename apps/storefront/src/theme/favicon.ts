/** A shop without a logo file still has a mark: its first letter on its own colour. */
import type { ShopTheme } from "./theme";

/** The first letter or figure of a name, upper case. */
export function initialOf(name: string): string {
  const first = [...name.replace(/[^\p{L}\p{N}]/gu, "")][0] ?? "•";
  return first.toUpperCase();
}

/** The mark as a data address. Both parts are safe: a validated colour and one letter. */
export function favicon(name: string, theme: ShopTheme): string {
  const { primary, on_primary } = theme.tokens;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="18" fill="${primary}"/><text x="32" y="46" font-family="system-ui,sans-serif" font-size="40" font-weight="700" text-anchor="middle" fill="${on_primary}">${initialOf(name)}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
