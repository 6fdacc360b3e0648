/** Theme JSON → what the layout puts on the page. Nothing of it is trusted to be well-formed. */
import { z } from "zod";
import { darkFor } from "./dark";
import { FROSTED_LIGHT, type Palette, TOKEN_NAMES } from "./tokens";

const hex = z.string().regex(/^#[0-9A-Fa-f]{6}$/);
const palette = z.object({
  background: hex,
  surface: hex,
  surface_muted: hex,
  text: hex,
  text_muted: hex,
  border: hex,
  primary: hex,
  on_primary: hex,
  accent: hex,
  on_accent: hex,
  sale: hex,
});

/** Families that are packaged with the shop, by the name a theme uses; see fonts.ts. */
export const FONT_FAMILIES = ["Plus Jakarta Sans", "Inter"] as const;
export type FontFamily = (typeof FONT_FAMILIES)[number];

const block = z.object({
  type: z.string().max(60),
  settings: z.record(z.string(), z.unknown()).catch({}),
});

/** Blocks a page may be composed of. */
const MAX_BLOCKS = 40;

const schema = z.object({
  preset: z
    .string()
    .regex(/^[a-z]{1,40}$/)
    .catch("frosted"),
  tokens: palette.catch(FROSTED_LIGHT),
  dark_tokens: palette.nullish().catch(null),
  display_font: z.enum(FONT_FAMILIES).catch("Plus Jakarta Sans"),
  text_font: z.enum(FONT_FAMILIES).catch("Inter"),
  radius: z.number().min(0).max(40).catch(16),
  card_style: z.enum(["glass", "flat", "outlined"]).catch("glass"),
  button_style: z.enum(["pill", "rounded", "square"]).catch("pill"),
  density: z.enum(["airy", "regular", "compact"]).catch("airy"),
  motion: z.enum(["none", "calm", "lively"]).catch("calm"),
  home: z
    .array(z.unknown())
    .catch([])
    .transform((items) =>
      items
        .slice(0, MAX_BLOCKS)
        .map((item) => block.safeParse(item))
        .flatMap((result) => (result.success ? [result.data] : [])),
    ),
});

export type ShopTheme = z.infer<typeof schema>;
export type ThemeBlock = ShopTheme["home"][number];

/**
 * A usable theme out of any JSON. What is malformed falls back part by part: a palette as a whole
 * (half a palette has no contrast to speak of), everything else field by field.
 */
export function readTheme(value: unknown): ShopTheme {
  const given = typeof value === "object" && !Array.isArray(value) ? (value ?? {}) : {};
  const theme = schema.parse(given);
  if (theme.dark_tokens || theme.preset !== "frosted") return theme;
  return { ...theme, dark_tokens: darkFor(theme.tokens) };
}

const declare = (colours: Palette): string =>
  TOKEN_NAMES.map((name) => `--${name.replace("_", "-")}:${colours[name]}`).join(";");

const px = (value: number): string => `${Math.round(value)}px`;

/**
 * The theme's custom properties as a stylesheet. Every value is a validated colour, number or word
 * of a closed list, so that nothing in it can end the style element.
 */
export function themeCss(theme: ShopTheme): string {
  const { radius } = theme;
  const shape = [
    `--radius:${px(radius)}`,
    `--radius-hero:${px(radius * 2.25)}`,
    `--radius-panel:${px(radius * 1.5)}`,
    `--radius-media:${px(radius * 1.125)}`,
    `--radius-control:${px(radius * 0.875)}`,
    `--radius-small:${px(radius * 0.5)}`,
  ].join(";");
  const light = `:root{color-scheme:${theme.dark_tokens ? "light dark" : "light"};${declare(theme.tokens)};${shape}}`;
  if (!theme.dark_tokens) return light;
  return `${light}@media (prefers-color-scheme:dark){:root{--night:1;${declare(theme.dark_tokens)}}}`;
}

/** Colours of the browser's own bars. */
export function themeColours(theme: ShopTheme): { light: string; dark: string | null } {
  return { light: theme.tokens.background, dark: theme.dark_tokens?.background ?? null };
}
