/** What a person chose; `system` follows the device. */
export type Theme = "system" | "light" | "dark";

/**
 * The choice lives in a cookie, so that the server writes it into <html> and the first paint is
 * already right: no script, no flash.
 */
export const THEME_COOKIE = "ecomm_theme";

/** Reads the cookie's value; anything unknown is `system`. */
export function readTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}

/** The attribute for <html>; absent where the system decides. */
export function themeAttribute(theme: Theme): { "data-theme"?: "light" | "dark" } {
  return theme === "system" ? {} : { "data-theme": theme };
}
