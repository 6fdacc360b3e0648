/** What every page of a store begins with. */
import { loadStore } from "@/data/reads";
import type { Store } from "@/data/types";
import { isVariant } from "./routes";

export interface StoreParams {
  store: string;
  variant: string;
}

/**
 * The open store a page belongs to, or null: then the layout shows why in its place and the page
 * shows nothing. Throws ApiUnavailable.
 */
export async function openStore(params: Promise<StoreParams>): Promise<Store | null> {
  const { store, variant } = await params;
  if (!isVariant(variant)) return null;
  const state = await loadStore(store);
  return state.kind === "open" ? state.store : null;
}
