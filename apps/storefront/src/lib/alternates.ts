/** Where a page stands for search engines: in its language, and in the shop's others. */
import type { Store } from "./api-types";
import { shopOrigin } from "./env";

/** The shop's address in a language; null: its own. No slash at its end. */
export const siteOf = (store: Store, locale: string | null = store.spoken): string =>
  locale === null ? shopOrigin(store) : `${shopOrigin(store)}/${locale}`;

/** What addresses of the page's language begin with: "" for the shop's own, else `/de`. */
export const prefixOf = ({ spoken }: Pick<Store, "spoken">): string =>
  spoken === null ? "" : `/${spoken}`;

/** Canonical address of a path and, where the shop speaks several languages, the others. */
export function alternates(store: Store, path: string) {
  const at = (locale: string | null) => {
    const site = siteOf(store, locale);
    return path === "/" && locale !== null ? site : `${site}${path}`;
  };
  const canonical = at(store.spoken);
  if (store.locales.length < 2) return { canonical };
  const languages: Record<string, string> = { "x-default": at(null) };
  for (const locale of store.locales) {
    languages[locale] = at(locale === store.own_locale ? null : locale);
  }
  return { canonical, languages };
}
