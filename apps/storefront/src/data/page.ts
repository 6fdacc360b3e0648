/** What every page of a store begins with. */
import { prefixOf } from "@/lib/alternates";
import type { Store } from "@/lib/api-types";
import type { StoreParams } from "@/lib/routes";
import { readVariant } from "@/lib/variant";
import { speak } from "@/messages/server";
import { loadStore, type StoreState } from "./reads";

/** The store of a page in its variant, open or not. Throws ApiUnavailable. */
export async function storeState(params: Promise<StoreParams>): Promise<StoreState> {
  const { store, variant: segment } = await params;
  const variant = readVariant(segment);
  if (variant === null) return { kind: "missing" };
  const state = await loadStore(store, variant.currency, variant.locale);
  if (state.kind === "open") speak(state.store.locale, prefixOf(state.store));
  return state;
}

/**
 * The open store a page belongs to, or null: then the layout shows why in its place and the page
 * shows nothing. Throws ApiUnavailable.
 */
export async function openStore(params: Promise<StoreParams>): Promise<Store | null> {
  const state = await storeState(params);
  return state.kind === "open" ? state.store : null;
}
