import { isId } from "@/lib/cart-cookies";
import type { StoreParams } from "@/lib/routes";
import { ask, endpoint, gone, pass } from "@/lib/shop-api";

/** `?token=`: an order that the shop prepared, for whoever holds its link. */
export const GET = endpoint<StoreParams & { id: string }>(async (request, slug, { id }) => {
  const token = new URL(request.url).searchParams.get("token") ?? "";
  if (!isId(id) || token === "" || token.length > 200) {
    return gone("draft_not_found", "There is no such order.");
  }
  return pass(
    await ask(request, slug, { method: "GET", path: `/drafts/${id}`, draftToken: token }),
  );
});
