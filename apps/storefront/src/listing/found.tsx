import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { openStore } from "@/data/page";
import { loadCategories } from "@/data/reads";
import type { Category, Store } from "@/lib/api-types";
import { type ListingQuery, readListing } from "@/lib/listing";
import type { StoreParams } from "@/lib/routes";
import { Listing } from "./listing";
import { listingMeta } from "./meta";

type Search = Record<string, string | string[] | undefined>;

export interface FoundProps {
  params: Promise<StoreParams & { slug?: string }>;
  searchParams: Promise<Search>;
}

/** Next's search parameters as everyone else has them. */
export function asParams(search: Search): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value ?? ""]) params.append(name, one);
  }
  return params;
}

interface Here {
  store: Store;
  category: Category | null;
  categories: Category[];
  query: ListingQuery;
}

async function here({ params, searchParams }: FoundProps): Promise<Here | null> {
  const store = await openStore(params);
  if (!store) return null;
  const query = readListing(asParams(await searchParams));
  const { slug } = await params;
  if (slug === undefined) return { store, category: null, categories: [], query };
  const wanted = decodeURIComponent(slug);
  const categories = await loadCategories(store);
  const category = categories.find((other) => other.slug === wanted);
  if (!category) notFound();
  return { store, category, categories, query };
}

export async function foundMeta(props: FoundProps): Promise<Metadata> {
  const found = await here(props);
  return found ? listingMeta(found.store, found.query, found.category) : {};
}

/** A filtered list or a search: rendered for each request, kept by nobody. */
export async function Found(props: FoundProps) {
  const found = await here(props);
  return found ? <Listing {...found} /> : null;
}
