import type { StoreParams } from "@/lib/routes";
import { endpoint, malformed, objectOf } from "@/lib/shop-api";
import { changeLine } from "@/lib/shop-cart";

type Params = StoreParams & { id: string };

/** `{quantity}` of a line. */
export const PATCH = endpoint<Params>(async (request, slug, { id }) => {
  const body = await objectOf(request);
  return body ? changeLine(request, slug, id, { quantity: body.quantity }) : malformed();
});

/** Takes a line out. */
export const DELETE = endpoint<Params>((request, slug, { id }) =>
  changeLine(request, slug, id, null),
);
