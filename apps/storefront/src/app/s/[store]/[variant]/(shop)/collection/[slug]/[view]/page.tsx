import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { JsonLd } from "@/components/json-ld";
import { openStore } from "@/data/page";
import { shopOrigin } from "@/lib/env";
import { EMPTY_QUERY, type ListingQuery, readView } from "@/lib/listing";
import type { StoreParams } from "@/lib/routes";
import { breadcrumbs } from "@/lib/structured-data";
import { openCollection } from "@/listing/collection";
import { collectionCrumbs, Listing } from "@/listing/listing";
import { listingMeta } from "@/listing/meta";

export const revalidate = 300;

type Params = StoreParams & { slug: string; view: string };
interface Props {
  params: Promise<Params>;
}

export function generateStaticParams(): Params[] {
  return [];
}

async function here(params: Promise<Params>) {
  const store = await openStore(params);
  if (!store) return null;
  const { slug, view } = await params;
  const collection = await openCollection(store, slug);
  const read = readView(view);
  if (!read) notFound();
  const query: ListingQuery = { ...EMPTY_QUERY, first: "featured", ...read };
  return { store, collection, query };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await here(params);
  return found ? listingMeta(found.store, found.query, null, found.collection) : {};
}

/** A collection's products. */
export default async function CollectionPage({ params }: Props) {
  const found = await here(params);
  if (!found) return null;
  const { store, collection, query } = found;
  return (
    <>
      <Listing
        store={store}
        query={query}
        category={null}
        categories={[]}
        collection={collection}
      />
      <JsonLd data={[breadcrumbs(collectionCrumbs(store, collection), shopOrigin(store))]} />
    </>
  );
}
