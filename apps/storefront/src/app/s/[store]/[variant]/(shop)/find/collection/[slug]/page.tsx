import type { Metadata } from "next";
import { openStore } from "@/data/page";
import { readListing } from "@/lib/listing";
import { openCollection } from "@/listing/collection";
import { asParams, type FoundProps } from "@/listing/found";
import { Listing } from "@/listing/listing";
import { listingMeta } from "@/listing/meta";

async function here({ params, searchParams }: FoundProps) {
  const store = await openStore(params);
  if (!store) return null;
  const query = readListing(asParams(await searchParams), "featured");
  const collection = await openCollection(store, (await params).slug ?? "");
  return { store, query, collection };
}

export async function generateMetadata(props: FoundProps): Promise<Metadata> {
  const found = await here(props);
  return found ? listingMeta(found.store, found.query, null, found.collection) : {};
}

/** A collection's products, filtered: rendered for each request, kept by nobody. */
export default async function FoundInCollection(props: FoundProps) {
  const found = await here(props);
  return found ? <Listing {...found} category={null} categories={[]} /> : null;
}
