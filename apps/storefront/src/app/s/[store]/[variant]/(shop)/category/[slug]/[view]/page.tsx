import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { JsonLd } from "@/components/json-ld";
import { openStore } from "@/data/page";
import { loadCategories } from "@/data/reads";
import type { Category, Store } from "@/lib/api-types";
import { shopOrigin } from "@/lib/env";
import { EMPTY_QUERY, type ListingQuery, readView } from "@/lib/listing";
import type { StoreParams } from "@/lib/routes";
import { breadcrumbs } from "@/lib/structured-data";
import { Listing, listCrumbs } from "@/listing/listing";
import { listingMeta } from "@/listing/meta";

export const revalidate = 300;

type Params = StoreParams & { slug: string; view: string };
interface Props {
  params: Promise<Params>;
}

export function generateStaticParams(): Params[] {
  return [];
}

interface Here {
  store: Store;
  category: Category;
  categories: Category[];
  query: ListingQuery;
}

async function here(params: Promise<Params>): Promise<Here | null> {
  const store = await openStore(params);
  if (!store) return null;
  const { slug, view } = await params;
  const wanted = decodeURIComponent(slug);
  const categories = await loadCategories(store);
  const category = categories.find((other) => other.slug === wanted);
  const query = readView(view);
  if (!category || !query) notFound();
  return { store, category, categories, query: { ...EMPTY_QUERY, ...query } };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await here(params);
  return found ? listingMeta(found.store, found.query, found.category) : {};
}

/** A category's products. */
export default async function CategoryPage({ params }: Props) {
  const found = await here(params);
  if (!found) return null;
  const { store, category, categories } = found;
  return (
    <>
      <Listing {...found} />
      <JsonLd data={[breadcrumbs(listCrumbs(store, category, categories), shopOrigin(store))]} />
    </>
  );
}
