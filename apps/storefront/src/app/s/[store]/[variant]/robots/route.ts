import { storeOrigin } from "@/lib/env";
import { openStore, type StoreParams } from "@/lib/page";

export const dynamic = "force-static";
export const revalidate = 300;

export function generateStaticParams(): StoreParams[] {
  return [];
}

/** robots.txt: everything but what belongs to one shopper. A shop that is not open is left alone. */
export async function GET(_: Request, { params }: { params: Promise<StoreParams> }) {
  const store = await openStore(params);
  const text = store
    ? [
        "User-agent: *",
        "Disallow: /api/",
        "Disallow: /cart",
        "Disallow: /checkout",
        "Disallow: /orders/",
        "",
        `Sitemap: ${storeOrigin(store.slug)}/sitemap.xml`,
        "",
      ].join("\n")
    : "User-agent: *\nDisallow: /\n";
  return new Response(text, { headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
