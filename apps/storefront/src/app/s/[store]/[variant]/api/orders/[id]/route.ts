import { isId } from "@/lib/cart-cookies";
import type { StoreParams } from "@/lib/routes";
import { ask, endpoint, gone, pass } from "@/lib/shop-api";

/** `?token=`: an order for whoever holds its link. */
export const GET = endpoint<StoreParams & { id: string }>(async (request, slug, { id }) => {
  const token = new URL(request.url).searchParams.get("token") ?? "";
  if (!isId(id) || token === "" || token.length > 512) {
    return gone("order_not_found", "There is no such order.");
  }
  const path = `/orders/${id}`;
  return pass(await ask(request, slug, { method: "GET", path, orderToken: token }));
});
