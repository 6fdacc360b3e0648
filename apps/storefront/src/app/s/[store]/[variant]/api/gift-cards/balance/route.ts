import { ask, endpoint, malformed, objectOf, pass } from "@/lib/shop-api";

/** `{code}`: what a gift card holds. */
export const POST = endpoint(async (request, slug) => {
  const body = await objectOf(request);
  if (body === null) return malformed();
  const asked = { code: body.code };
  const path = "/gift-cards/balance";
  return pass(await ask(request, slug, { method: "POST", path, body: asked }));
});
