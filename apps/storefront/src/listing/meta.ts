import type { Metadata } from "next";
import type { Category, Store } from "@/data/types";
import { storeOrigin } from "@/lib/env";
import { plainText } from "@/lib/html";
import { isFiltered, type ListingQuery } from "@/lib/listing";
import { listing as words } from "@/messages/en/listing";
import { hrefOf } from "./facets";
import { listPath } from "./listing";

/** Filtered lists are endless: only the plain pages are for search engines. */
export function listingMeta(
  store: Store,
  query: ListingQuery,
  category: Category | null,
): Metadata {
  const plain = { ...query, sort: "newest" as const };
  const path = isFiltered(query) ? listPath(category) : hrefOf(listPath(category), plain);
  const name = query.search ? words.found(query.search) : (category?.name ?? words.title);
  const title = query.page > 1 ? `${name}, ${words.page(query.page)}` : name;
  const description = category?.description ? plainText(category.description, 160) : "";
  const image = category?.image;
  const canonical = `${storeOrigin(store.slug)}${path}`;
  return {
    title,
    ...(description ? { description } : {}),
    alternates: { canonical },
    ...(isFiltered(query) ? { robots: { index: false, follow: true } } : {}),
    openGraph: {
      title,
      url: canonical,
      siteName: store.name,
      type: "website",
      ...(image ? { images: [{ url: image.url, width: image.width, height: image.height }] } : {}),
    },
  };
}
