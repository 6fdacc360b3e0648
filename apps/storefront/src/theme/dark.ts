/** A dark palette for a theme that brings none. */
import { contrast, luminance, mix } from "./contrast";
import { FROSTED_DARK, FROSTED_LIGHT, INK, type Palette, TOKEN_NAMES, WHITE } from "./tokens";

const AA = 4.5;

/** Lightens a colour until it reads on every surface it may stand on. */
function readable(colour: string, surfaces: readonly string[]): string {
  for (let share = 0; share < 1; share += 0.04) {
    const tried = mix(colour, WHITE, share);
    if (surfaces.every((surface) => contrast(tried, surface) >= AA)) return tried;
  }
  return WHITE;
}

const onto = (colour: string): string =>
  contrast(INK, colour) >= contrast(WHITE, colour) ? INK : WHITE;

/**
 * Frosted's own night for its own palette; for a merchant's colours its neutrals, with primary,
 * accent and sale lightened until each passes AA on every surface. A palette that is dark already
 * needs none: null.
 */
export function darkFor(light: Palette): Palette | null {
  if (luminance(light.background) < 0.2) return null;
  if (TOKEN_NAMES.every((name) => light[name] === FROSTED_LIGHT[name])) return FROSTED_DARK;
  const surfaces = [FROSTED_DARK.background, FROSTED_DARK.surface, FROSTED_DARK.surface_muted];
  const primary = readable(light.primary, surfaces);
  const accent = readable(light.accent, surfaces);
  return {
    ...FROSTED_DARK,
    primary,
    on_primary: onto(primary),
    accent,
    on_accent: onto(accent),
    sale: readable(light.sale, surfaces),
  };
}
