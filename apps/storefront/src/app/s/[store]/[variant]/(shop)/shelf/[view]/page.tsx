import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { openStore } from "@/data/page";
import { EMPTY_QUERY, readView } from "@/lib/listing";
import type { StoreParams } from "@/lib/routes";
import { Listing } from "@/listing/listing";
import { listingMeta } from "@/listing/meta";

export const revalidate = 300;

type Params = StoreParams & { view: string };
interface Props {
  params: Promise<Params>;
}

export function generateStaticParams(): Params[] {
  return [];
}

async function queryOf(params: Promise<Params>) {
  const view = readView((await params).view);
  return view ? { ...EMPTY_QUERY, ...view } : null;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [store, query] = [await openStore(params), await queryOf(params)];
  return store && query ? listingMeta(store, query, null) : {};
}

/** All products, unfiltered: one cached page per order and number. */
export default async function Shelf({ params }: Props) {
  const [store, query] = [await openStore(params), await queryOf(params)];
  if (!store) return null;
  if (!query) notFound();
  return <Listing store={store} query={query} category={null} categories={[]} />;
}
