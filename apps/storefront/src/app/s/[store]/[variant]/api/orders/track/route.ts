import { ask, endpoint, malformed, objectOf, pass } from "@/lib/shop-api";

/** `{number, email}`: where the parcels of an order are. */
export const POST = endpoint(async (request, slug) => {
  const body = await objectOf(request);
  if (body === null) return malformed();
  const asked = { number: body.number, email: body.email };
  return pass(await ask(request, slug, { method: "POST", path: "/orders/track", body: asked }));
});
