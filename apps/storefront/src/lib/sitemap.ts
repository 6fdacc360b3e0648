/** Sitemaps (https://www.sitemaps.org/protocol.html): at most 50,000 addresses in a file. */
import type { SitemapEntry } from "./api-types";

/** Addresses in a file: a little under the limit. */
export const PER_FILE = 40_000;

const escapeXml = (text: string): string =>
  text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';
const LINKS = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"';

/** An absolute address of the shop for a path of the API's list; null where it is none. */
function location(origin: string, path: string): string | null {
  if (!/^\/(?![/\\])/.test(path)) return null;
  const url = new URL(path, origin);
  return url.origin === origin ? url.href : null;
}

function day(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "" : `<lastmod>${date.toISOString()}</lastmod>`;
}

/** The languages a shop is shown in; `own` stands without a prefix. */
export interface Spoken {
  own: string;
  all: readonly string[];
}

const at = (path: string, locale: string, { own }: Spoken): string =>
  locale === own ? path : path === "/" ? `/${locale}` : `/${locale}${path}`;

/** Entries as one file: each page in each language, with all its languages beside it. */
export function urlset(
  entries: readonly SitemapEntry[],
  origin: string,
  spoken: Spoken = { own: "", all: [] },
): string {
  const locales = spoken.all.length > 1 ? spoken.all : [spoken.own];
  const urls = entries.flatMap(({ path, updated_at }) => {
    const own = location(origin, path);
    if (!own) return [];
    const places = locales.map((locale) => ({
      locale,
      href: escapeXml(location(origin, at(path, locale, spoken)) ?? own),
    }));
    const beside =
      locales.length > 1 ? [...places, { locale: "x-default", href: escapeXml(own) }] : [];
    const links = beside.map(
      ({ locale, href }) => `<xhtml:link rel="alternate" hreflang="${locale}" href="${href}"/>`,
    );
    return places.map(
      ({ href }) => `<url><loc>${href}</loc>${day(updated_at)}${links.join("")}</url>`,
    );
  });
  return `${HEAD}<urlset ${SPACE} ${LINKS}>\n${urls.join("\n")}\n</urlset>\n`;
}

/** A list of files, for shops with more than one. */
export function sitemapIndex(files: number, origin: string): string {
  const parts = Array.from(
    { length: files },
    (_, index) => `<sitemap><loc>${escapeXml(origin)}/sitemap-${index + 1}.xml</loc></sitemap>`,
  );
  return `${HEAD}<sitemapindex ${SPACE}>\n${parts.join("\n")}\n</sitemapindex>\n`;
}
