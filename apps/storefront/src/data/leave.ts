/** What a page does that has nothing to show: leads on, or says that there is nothing. */
import { notFound, permanentRedirect } from "next/navigation";
import type { Store } from "@/lib/api-types";
import { loadRedirect } from "./reads";

/** Leads to where the merchant says that this path leads, else shows 404. Throws ApiUnavailable. */
export async function leave(store: Store, path: string): Promise<never> {
  const location = await loadRedirect(store, path);
  if (location !== null) permanentRedirect(location);
  notFound();
}
