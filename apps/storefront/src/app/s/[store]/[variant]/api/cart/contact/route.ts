import { endpoint, malformed, objectOf } from "@/lib/shop-api";
import { sayContact } from "@/lib/shop-cart";

/** Whose bag it is. */
export const PUT = endpoint(async (request, slug) => {
  const body = await objectOf(request);
  return body === null ? malformed() : sayContact(request, slug, body);
});
