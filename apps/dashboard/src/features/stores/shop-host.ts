import type { Store } from "@/api/stores";

/** Host of a shop's address, as people say it. */
export function shopHost(store: Pick<Store, "storefront_url">): string {
  try {
    return new URL(store.storefront_url).host;
  } catch {
    return store.storefront_url;
  }
}
