/** Sitemaps (https://www.sitemaps.org/protocol.html): at most 50,000 addresses in a file. */
import type { SitemapEntry } from "@/data/types";

export const PER_FILE = 40_000;

const escapeXml = (text: string): string =>
  text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';

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

/** Entries as one file. */
export function urlset(entries: readonly SitemapEntry[], origin: string): string {
  const urls = entries.flatMap(({ path, updated_at }) => {
    const loc = location(origin, path);
    return loc ? [`<url><loc>${escapeXml(loc)}</loc>${day(updated_at)}</url>`] : [];
  });
  return `${HEAD}<urlset ${SPACE}>\n${urls.join("\n")}\n</urlset>\n`;
}

/** A list of files, for shops with more than one. */
export function sitemapIndex(files: number, origin: string): string {
  const parts = Array.from(
    { length: files },
    (_, index) => `<sitemap><loc>${escapeXml(origin)}/sitemap-${index + 1}.xml</loc></sitemap>`,
  );
  return `${HEAD}<sitemapindex ${SPACE}>\n${parts.join("\n")}\n</sitemapindex>\n`;
}
