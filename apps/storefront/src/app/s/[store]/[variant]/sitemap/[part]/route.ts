import { openStore } from "@/data/page";
import { loadSitemap } from "@/data/reads";
import { shopOrigin } from "@/lib/env";
import type { StoreParams } from "@/lib/routes";
import { PER_FILE, sitemapIndex, urlset } from "@/lib/sitemap";

export const dynamic = "force-static";
export const revalidate = 300;

type Params = StoreParams & { part: string };

export function generateStaticParams(): Params[] {
  return [];
}

/** sitemap.xml, or an index of parts where the shop is large. */
export async function GET(_: Request, { params }: { params: Promise<Params> }) {
  const store = await openStore(params);
  const missing = new Response("Not found", { status: 404 });
  if (!store) return missing;
  const origin = shopOrigin(store);
  const listed = await loadSitemap(store);
  const known = new Set(listed.map((entry) => entry.path));
  const newest =
    listed
      .map((entry) => entry.updated_at)
      .sort()
      .at(-1) ?? "";
  const fixed = ["/", "/products"]
    .filter((path) => !known.has(path))
    .map((path) => ({ path, updated_at: newest }));
  const entries = [...fixed, ...listed];
  const perFile = Math.max(1, Math.floor(PER_FILE / store.locales.length));
  const files = Math.ceil(entries.length / perFile);
  const { part } = await params;
  const index = part === "index" ? 0 : Number(part) - 1;
  if (part !== "index" && (files < 2 || !Number.isInteger(index) || index >= files)) return missing;
  const xml =
    part === "index" && files > 1
      ? sitemapIndex(files, origin)
      : urlset(entries.slice(index * perFile, (index + 1) * perFile), origin, {
          own: store.own_locale,
          all: store.locales,
        });
  return new Response(xml, { headers: { "Content-Type": "application/xml; charset=utf-8" } });
}
