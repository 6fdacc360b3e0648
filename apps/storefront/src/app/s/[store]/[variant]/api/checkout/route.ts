import { endpoint, malformed, objectOf } from "@/lib/shop-api";
import { startCheckout } from "@/lib/shop-checkout";

/** `{email, shipping_address, shipping_rate_id}`: from the bag to a payment address. */
export const POST = endpoint(async (request, slug) => {
  const body = await objectOf(request);
  return body ? startCheckout(request, slug, body) : malformed();
});
