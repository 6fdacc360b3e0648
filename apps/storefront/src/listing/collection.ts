import { notFound, permanentRedirect } from "next/navigation";
import { loadCollection } from "@/data/reads";
import type { Collection, Store } from "@/lib/api-types";

/** The collection a path segment names; one that moved sends on, an unknown one is not found. */
export async function openCollection(store: Store, slug: string): Promise<Collection> {
  const state = await loadCollection(store, decodeURIComponent(slug));
  if (state.kind === "moved") permanentRedirect(`/collections/${encodeURIComponent(state.slug)}`);
  if (state.kind === "missing") notFound();
  return state.collection;
}
