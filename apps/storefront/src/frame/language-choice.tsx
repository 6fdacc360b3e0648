import type { Store } from "@/lib/api-types";

/** A language by its own name, e.g. Deutsch. */
function nameOf(locale: string): string {
  const name = new Intl.DisplayNames([locale], { type: "language" }).of(locale) ?? locale;
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

/** The languages of the shop; nothing where it speaks one. They work without a script. */
export function LanguageRow({
  store,
  className,
  label,
}: {
  store: Store;
  className: string;
  label: string;
}) {
  if (store.locales.length < 2) return null;
  const shown = store.spoken ?? store.own_locale;
  return (
    <nav aria-label={label} className={className}>
      <ul className="currencies">
        {store.locales.map((locale) => (
          <li key={locale}>
            <a
              href={`?locale=${locale}`}
              lang={locale}
              hrefLang={locale}
              rel="nofollow"
              aria-current={locale === shown ? "true" : undefined}
            >
              {nameOf(locale)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
