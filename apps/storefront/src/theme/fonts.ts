import localFont from "next/font/local";
import type { FontFamily } from "./theme";

// Variable, latin, self-hosted; the fallback is sized to them, so that nothing moves when they come.
const jakarta = localFont({
  src: "../../../../node_modules/@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-latin-wght-normal.woff2",
  weight: "200 800",
  variable: "--font-plus-jakarta-sans",
  display: "swap",
  adjustFontFallback: "Arial",
});

const inter = localFont({
  src: "../../../../node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  weight: "100 900",
  variable: "--font-inter",
  display: "swap",
  adjustFontFallback: "Arial",
});

const FAMILIES: Record<FontFamily, { className: string; variable: string }> = {
  "Plus Jakarta Sans": { className: jakarta.variable, variable: "--font-plus-jakarta-sans" },
  Inter: { className: inter.variable, variable: "--font-inter" },
};

/** Classes and custom properties that give a page its two families. */
export function fontsFor(
  display: FontFamily,
  text: FontFamily,
): { className: string; css: string } {
  const [head, body] = [FAMILIES[display], FAMILIES[text]];
  return {
    className: [...new Set([head.className, body.className])].join(" "),
    css: `:root{--font-display:var(${head.variable}),system-ui,sans-serif;--font-text:var(${body.variable}),system-ui,sans-serif}`,
  };
}
