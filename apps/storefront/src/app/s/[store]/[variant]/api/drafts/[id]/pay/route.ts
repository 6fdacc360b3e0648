import { isId } from "@/lib/cart-cookies";
import type { StoreParams } from "@/lib/routes";
import { ask, endpoint, gone, malformed, objectOf, pass } from "@/lib/shop-api";

/** `?token=`, `{total}`: from what was seen to a payment address. */
export const POST = endpoint<StoreParams & { id: string }>(async (request, slug, { id }) => {
  const token = new URL(request.url).searchParams.get("token") ?? "";
  if (!isId(id) || token === "" || token.length > 200) {
    return gone("draft_not_found", "There is no such order.");
  }
  const body = await objectOf(request);
  if (!body) return malformed();
  const path = `/drafts/${id}/pay`;
  const wish = { method: "POST", path, draftToken: token, body: { total: body.total } } as const;
  return pass(await ask(request, slug, wish));
});
