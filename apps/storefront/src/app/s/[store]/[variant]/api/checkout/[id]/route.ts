import type { StoreParams } from "@/lib/routes";
import { endpoint } from "@/lib/shop-api";
import { checkoutState } from "@/lib/shop-checkout";

/** Where a checkout stands; `state: "unknown"` where this browser did not start it. */
export const GET = endpoint<StoreParams & { id: string }>((request, slug, { id }) =>
  checkoutState(request, slug, id),
);
