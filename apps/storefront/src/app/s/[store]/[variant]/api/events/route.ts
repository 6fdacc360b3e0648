import { ask, endpoint, malformed, objectOf, pass } from "@/lib/shop-api";

/** `{events, visitor?}`: what was looked at. The API counts it, or leaves it out. */
export const POST = endpoint(async (request, slug) => {
  const body = await objectOf(request);
  if (!body) return malformed();
  const { events, visitor } = body;
  return pass(
    await ask(request, slug, {
      method: "POST",
      path: "/events",
      body: { events, ...(visitor ? { visitor } : {}) },
    }),
  );
});
