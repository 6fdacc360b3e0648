/**
 * How a catalogue is written and spoken. A text with holes, `{0}` and `{1}`, is spoken as a function
 * of what goes into them; `{0|one|other}` is the word that fits the number. Texts are plain data, so
 * a page hands a browser those it needs and no more.
 */

type Value = string | number;

/** A catalogue as it is spoken: texts with holes are functions. */
export type Spoken<Text> = Text extends string
  ? Text extends `${string}{1${string}`
    ? (first: Value, second: Value) => string
    : Text extends `${string}{0${string}`
      ? (first: Value) => string
      : string
  : { readonly [Key in keyof Text]: Spoken<Text[Key]> };

/** The same catalogue in another language. */
export type Translated<Text> = Text extends string
  ? string
  : { readonly [Key in keyof Text]: Translated<Text[Key]> };

const HOLE = /\{(\d)(?:\|([^{}|]*)\|([^{}|]*))?\}/g;

function spellText(text: string, plural: Intl.PluralRules): unknown {
  if (!text.includes("{")) return text;
  return (...values: Value[]) =>
    text.replace(HOLE, (_, at: string, one?: string, other?: string) => {
      const value = values[Number(at)];
      if (one === undefined || other === undefined) return String(value);
      return plural.select(Number(value)) === "one" ? one : other;
    });
}

/** Speaks a catalogue, or a part of one, in the language it is written in. */
export function spell<Text>(text: Text, language: string): Spoken<Text> {
  const plural = new Intl.PluralRules(language);
  const walk = (part: unknown): unknown =>
    typeof part === "string"
      ? spellText(part, plural)
      : Object.fromEntries(
          Object.entries(part as object).map(([key, value]) => [key, walk(value)]),
        );
  return walk(text) as Spoken<Text>;
}
