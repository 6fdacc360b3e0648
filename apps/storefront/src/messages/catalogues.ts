/** The catalogues, for the server: a browser gets the parts its page needs (components/words.tsx). */
import { de } from "./de";
import { en } from "./en";
import { es } from "./es";
import { fr } from "./fr";
import { it } from "./it";
import { nl } from "./nl";
import { type Spoken, spell, type Translated } from "./spell";

/** Everything the shop says, as it is written. */
export type Texts = Translated<typeof en>;
/** Everything the shop says, as it is spoken. */
export type Words = Spoken<typeof en>;
export type Section = keyof typeof en;

const CATALOGUES: Readonly<Record<string, Texts>> = { de, en, es, fr, it, nl };
const FALLBACK = "en";

/** The languages there are words in. */
export const LANGUAGES: readonly string[] = Object.keys(CATALOGUES);

/** The language a shop of this locale speaks in: `de` for `de-AT`, English where there is none. */
export function languageOf(locale: string): string {
  const language = locale.split("-")[0] ?? "";
  return Object.hasOwn(CATALOGUES, language) ? language : FALLBACK;
}

/** Parts of the catalogue of a locale, as data. */
export function textsOf<Name extends Section>(
  locale: string,
  sections: readonly Name[],
): Pick<Texts, Name> {
  const all = CATALOGUES[languageOf(locale)] ?? en;
  return Object.fromEntries(sections.map((name) => [name, all[name]])) as Pick<Texts, Name>;
}

const spoken = new Map<string, Words>();

/** What the shop says in a locale. */
export function wordsOf(locale: string): Words {
  const language = languageOf(locale);
  let words = spoken.get(language);
  if (!words) {
    // The catalogues have the same holes (test/catalogues.test.ts), so the same shape is spoken.
    words = spell(CATALOGUES[language] ?? en, language) as unknown as Words;
    spoken.set(language, words);
  }
  return words;
}
