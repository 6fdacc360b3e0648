/** Which options are colours. Asked on the server: the table of paints stays out of the page. */
import { swatchPaint } from "@/theme/swatches/tokens";

const COLOUR = /colou?r|farbe|couleur|colore|kleur|kolor|cor$/i;

/** Paints of an option's values where it is a colour and each has one we know. */
export function optionPaints(name: string, values: readonly string[]): string[] | null {
  if (!COLOUR.test(name)) return null;
  const paints = values.map(swatchPaint);
  return paints.every((paint): paint is string => paint !== null) ? paints : null;
}
