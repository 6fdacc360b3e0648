import localFont from "next/font/local";

const display = localFont({
  src: "../../../../../node_modules/@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2",
  weight: "200 800",
  variable: "--face-display",
  display: "swap",
  adjustFontFallback: "Arial",
});

const body = localFont({
  src: "../../../../../node_modules/@fontsource-variable/figtree/files/figtree-latin-wght-normal.woff2",
  weight: "300 900",
  variable: "--face-body",
  display: "swap",
  adjustFontFallback: "Arial",
});

/** Class names that set `--face-display` and `--face-body`. */
export const faceFonts = `${display.variable} ${body.variable}`;
