/** Languages one may add: those that people write shops in, each by its name in `locale`. */
const TAGS =
  "ar bg bn bs ca cs da de de-AT de-CH el en en-AU en-CA en-GB en-US es es-MX et eu fa fi fil fr fr-BE fr-CA fr-CH ga gl he hi hr hu id is it ja ka kk ko lt lv mk ms mt nb nl nl-BE pl pt pt-BR ro ru sk sl sq sr sv sw ta th tr uk ur uz vi zh zh-TW".split(
    " ",
  );

/** A language's name in words, such as “German (Austria)”. */
export function languageName(tag: string, locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

export function languageOptions(locale: string, taken: readonly string[]) {
  return TAGS.filter((tag) => /^[a-z]{2}(-[A-Z]{2})?$/.test(tag) && !taken.includes(tag))
    .map((tag) => ({ value: tag, label: languageName(tag, locale) }))
    .sort((a, b) => a.label.localeCompare(b.label, locale));
}
