import type { StoreParams } from "@/lib/routes";
import { endpoint } from "@/lib/shop-api";
import { removeCode } from "@/lib/shop-cart";

type Params = StoreParams & { code: string };

/** Takes a discount code off, or a gift card by its id. */
export const DELETE = endpoint<Params>((request, slug, { code }) =>
  removeCode(request, slug, code),
);
