import { lotsIn } from "@/lib/ab-tests";
import { ask, endpoint, give, malformed, objectOf, pass } from "@/lib/shop-api";

/** `{test_id}`: this browser was shown the face of its lot. The lot is the cookie's, not the body's. */
export const POST = endpoint(async (request, slug) => {
  const body = await objectOf(request);
  if (body === null) return malformed();
  const lot = lotsIn(request.headers.get("cookie") ?? "").find(
    ({ testId }) => testId === body.test_id,
  );
  if (lot === undefined) return give(null);
  const path = `/ab-tests/${lot.testId}/visitors`;
  const told = { visitor: lot.visitor, arm: lot.arm };
  return pass(await ask(request, slug, { method: "POST", path, body: told }));
});
