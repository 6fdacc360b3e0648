import { endpoint, malformed, objectOf } from "@/lib/shop-api";
import { addCode } from "@/lib/shop-cart";

/** `{code}`: a discount code or a gift card onto the bag. */
export const POST = endpoint(async (request, slug) => {
  const body = await objectOf(request);
  return body ? addCode(request, slug, body.code) : malformed();
});
