import type { Metadata } from "next";
import { alternates } from "@/lib/alternates";
import type { Category, Collection, Store } from "@/lib/api-types";
import { plainText } from "@/lib/html";
import { isFiltered, type ListingQuery } from "@/lib/listing";
import { wordsOf } from "@/messages/catalogues";

import { hrefOf } from "./facets";
import { collectionPath, listPath } from "./listing";

/** Filtered lists are endless: only the plain pages are for search engines. */
export function listingMeta(
  store: Store,
  query: ListingQuery,
  category: Category | null,
  collection: Collection | null = null,
): Metadata {
  const { listing: words } = wordsOf(store.locale);
  const plain = { ...query, sort: query.first };
  const base = collection ? collectionPath(collection) : listPath(category);
  const path = isFiltered(query) ? base : hrefOf(base, plain);
  const seo = collection?.seo ?? category?.seo;
  const name = query.search
    ? words.found(query.search)
    : seo?.title || collection?.title || category?.name || words.title;
  const title = query.page > 1 ? `${name}, ${words.page(query.page)}` : name;
  const told = collection?.description ?? category?.description;
  const description = seo?.description || (told ? plainText(told, 160) : "");
  const image = (collection ?? category)?.image;
  const where = alternates(store, path);
  return {
    title,
    ...(description ? { description } : {}),
    alternates: where,
    ...(isFiltered(query) ? { robots: { index: false, follow: true } } : {}),
    openGraph: {
      title,
      url: where.canonical,
      siteName: store.name,
      type: "website",
      ...(image ? { images: [{ url: image.url, width: image.width, height: image.height }] } : {}),
    },
  };
}
