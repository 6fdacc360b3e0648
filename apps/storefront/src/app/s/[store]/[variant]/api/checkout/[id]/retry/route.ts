import type { StoreParams } from "@/lib/routes";
import { endpoint } from "@/lib/shop-api";
import { retryCheckout } from "@/lib/shop-checkout";

/** Another payment attempt after a decline. */
export const POST = endpoint<StoreParams & { id: string }>((request, slug, { id }) =>
  retryCheckout(request, slug, id),
);
