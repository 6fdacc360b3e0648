import { ask, endpoint, malformed, objectOf, pass } from "@/lib/shop-api";

/** `{granted, visitor?, text_version, locale}`: what somebody says to being told apart. */
export const POST = endpoint(async (request, slug) => {
  const body = await objectOf(request);
  if (!body) return malformed();
  return pass(await ask(request, slug, { method: "POST", path: "/consents", body }));
});
