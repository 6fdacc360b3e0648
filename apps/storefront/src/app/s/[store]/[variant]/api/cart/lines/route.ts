import { endpoint, malformed, objectOf } from "@/lib/shop-api";
import { addLine } from "@/lib/shop-cart";

/** `{variant_id, quantity}` into the bag; makes one where there is none. */
export const POST = endpoint(async (request, slug, { variant }) => {
  const body = await objectOf(request);
  return body ? addLine(request, slug, variant, body) : malformed();
});
