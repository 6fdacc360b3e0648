import type { Store } from "@/lib/api-types";

/** What a block is given: the store, its own settings, and whether it opens the page. */
export interface BlockProps<Settings> {
  store: Store;
  settings: Settings;
  first: boolean;
}
