import { endpoint, malformed, objectOf } from "@/lib/shop-api";
import { recoverCart } from "@/lib/shop-cart";

/** Back to a bag that was left behind. */
export const POST = endpoint(async (request, slug) => {
  const body = await objectOf(request);
  return body === null ? malformed() : recoverCart(request, slug, String(body.token ?? ""));
});
