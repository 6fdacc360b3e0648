import { openStore } from "@/data/page";
import { shopOrigin } from "@/lib/env";
import type { StoreParams } from "@/lib/routes";

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
        `Sitemap: ${shopOrigin(store)}/sitemap.xml`,
        "",
      ].join("\n")
    : "User-agent: *\nDisallow: /\n";
  return new Response(text, { headers: { "Content-Type": "text/plain; charset=utf-8" } });
}
