import { describe, expect, it } from "vitest";
import * as schemas from "@/blocks/schemas";
import { contrast } from "@/theme/contrast";
import { darkFor } from "@/theme/dark";
import { readTheme, themeCss } from "@/theme/theme";
import { FROSTED_DARK, FROSTED_LIGHT, type Palette } from "@/theme/tokens";

const AA = 4.5;
const GROUNDS = ["background", "surface", "surface_muted"] as const;
const TEXTS = ["text", "text_muted", "primary", "accent", "sale"] as const;

function faint(palette: Palette): string[] {
  const pairs: [string, string, string][] = GROUNDS.flatMap((ground) =>
    TEXTS.map((text): [string, string, string] => [
      `${text} on ${ground}`,
      palette[text],
      palette[ground],
    ]),
  );
  pairs.push(["on_primary", palette.on_primary, palette.primary]);
  pairs.push(["on_accent", palette.on_accent, palette.accent]);
  pairs.push(["background on sale", palette.background, palette.sale]);
  return pairs.filter(([, a, b]) => contrast(a, b) < AA).map(([name]) => name);
}

describe("palettes", () => {
  it("measures contrast as WCAG does", () => {
    expect(contrast("#000000", "#FFFFFF")).toBeCloseTo(21, 5);
    expect(contrast("#777777", "#FFFFFF")).toBeCloseTo(4.478, 2);
  });

  it("frosted reads by day and by night", () => {
    expect(faint(FROSTED_LIGHT)).toEqual([]);
    expect(faint(FROSTED_DARK)).toEqual([]);
  });

  it.each(["#2F6B3A", "#000000", "#7A2E8E", "#FFD23F", "#A0432B", "#0B6680"])(
    "the night of a merchant's %s passes AA",
    (primary) => {
      const dark = darkFor({ ...FROSTED_LIGHT, primary, accent: primary });
      expect(dark && faint(dark)).toEqual([]);
    },
  );

  it("a dark palette needs no night", () => {
    expect(darkFor({ ...FROSTED_LIGHT, background: "#0B1020" })).toBeNull();
  });
});

describe("a theme from outside", () => {
  it.each([null, undefined, 7, "x", [], {}, { tokens: null, home: "no" }])(
    "%j becomes the default",
    (value) => {
      const theme = readTheme(value);
      expect(theme.tokens).toEqual(FROSTED_LIGHT);
      expect(theme.dark_tokens).toEqual(FROSTED_DARK);
      expect(theme.home).toEqual([]);
    },
  );

  it("falls back part by part", () => {
    const theme = readTheme({
      preset: "../evil",
      tokens: { ...FROSTED_LIGHT, primary: "red;}</style><script>alert(1)</script>" },
      radius: "huge",
      card_style: "outlined",
      display_font: "Comic Sans",
    });
    expect(theme.preset).toBe("frosted");
    expect(theme.tokens).toEqual(FROSTED_LIGHT);
    expect(theme.radius).toBe(16);
    expect(theme.card_style).toBe("outlined");
    expect(theme.display_font).toBe("Plus Jakarta Sans");
  });

  it("no value of it can end the style element", () => {
    const css = themeCss(
      readTheme({ tokens: { ...FROSTED_LIGHT, text: "#000000</style>" }, radius: 12.5 }),
    );
    expect(css).not.toContain("<");
    expect(css).toContain("--primary:#2457D6");
    expect(css).toContain("prefers-color-scheme:dark");
  });

  it("a theme without a night says so to the browser", () => {
    const css = themeCss(readTheme({ preset: "luxe" }));
    expect(css).toContain("color-scheme:light;");
    expect(css).not.toContain("dark");
  });

  it("leaves out malformed blocks and keeps at most forty", () => {
    const home = [...Array.from({ length: 60 }, () => ({ type: "spacer", settings: {} })), 5, null];
    expect(readTheme({ home }).home).toHaveLength(40);
    expect(readTheme({ home: [{ type: 5 }, { type: "faq", settings: [] }] }).home).toEqual([
      { type: "faq", settings: {} },
    ]);
  });
});

describe("block settings", () => {
  it("every block works with nothing", () => {
    for (const schema of Object.values(schemas)) {
      if ("parse" in schema) expect(() => schema.parse({})).not.toThrow();
    }
  });

  it.each([
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "//evil.example",
    "/\\evil.example",
    "vbscript:x",
  ])("%j is no link", (href) => {
    expect(schemas.heroBanner.parse({ button_link: href }).button_link).toBe("");
  });

  it.each(["/products", "https://example.com/a?b=1", "mailto:a@b.c", "#faq"])("%s is", (href) => {
    expect(schemas.heroBanner.parse({ button_link: href }).button_link).toBe(href);
  });

  it("takes pictures from our media or the web alone", () => {
    const image = { url: "/media/a.webp", alt: "", width: 10, height: 10, sizes: [] };
    expect(schemas.heroBanner.parse({ image }).image?.url).toBe("/media/a.webp");
    for (const url of ["javascript:1", "//evil/a.webp", "/a b.webp", "/a.webp 1x, //evil"]) {
      expect(schemas.heroBanner.parse({ image: { ...image, url } }).image).toBeNull();
    }
  });

  it("keeps the good members of a list", () => {
    const items = [{ question: "Q", answer: "A" }, { question: "" }, 7, null];
    expect(schemas.faq.parse({ items }).items).toEqual([{ question: "Q", answer: "A" }]);
    expect(schemas.featuredProducts.parse({ limit: 9999 }).limit).toBe(8);
  });
});
