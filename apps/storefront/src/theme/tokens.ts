/** Palettes as data. The only file of the shop, besides swatches, that defines colours. */
import type { Theme } from "@/lib/api-types";

export type Palette = Theme["tokens"];
export type TokenName = keyof Palette;

/** The eleven tokens, in the order stylesheets list them. */
export const TOKEN_NAMES = [
  "background",
  "surface",
  "surface_muted",
  "text",
  "text_muted",
  "border",
  "primary",
  "on_primary",
  "accent",
  "on_accent",
  "sale",
] as const satisfies readonly TokenName[];

/** Frosted, the default: morning light through glass. */
export const FROSTED_LIGHT: Palette = {
  background: "#F4F7FB",
  surface: "#FFFFFF",
  surface_muted: "#E8EEF6",
  text: "#0F1B2D",
  text_muted: "#4A5A70",
  border: "#D3DDEA",
  primary: "#2457D6",
  on_primary: "#FFFFFF",
  accent: "#0B7480",
  on_accent: "#FFFFFF",
  sale: "#BE2540",
};

/** Frosted after dusk: the same blue hour, glass lit from behind. */
export const FROSTED_DARK: Palette = {
  background: "#0B1220",
  surface: "#162133",
  surface_muted: "#202E45",
  text: "#EDF2FA",
  text_muted: "#A9B8CE",
  border: "#2F3F5A",
  primary: "#8FB0FF",
  on_primary: "#0A1836",
  accent: "#62CBD4",
  on_accent: "#04262A",
  sale: "#FF94A6",
};

/** Ends of the scale, for mixing and for text on a colour. */
export const WHITE = "#FFFFFF";
export const INK = "#0A1220";
