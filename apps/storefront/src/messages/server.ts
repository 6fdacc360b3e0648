/** `#words` of server components: the language of the page that is being made. */
import { cache } from "react";
import { type Section, type Words, wordsOf } from "./catalogues";

/** One for each page that is made; a page is made for one shop in one language. */
const page = cache(() => ({ locale: "en", prefix: "" }));

/** Says which language the page speaks, and what its addresses begin with: "" or `/de`. */
export function speak(locale: string, prefix: string): void {
  Object.assign(page(), { locale, prefix });
}

/** Words of the page's language. */
export function useWords<Name extends Section>(section: Name): Words[Name] {
  return wordsOf(page().locale)[section];
}

/** What addresses of the page's language begin with: "" for the shop's own, else `/de`. */
export function usePrefix(): string {
  return page().prefix;
}
