import { ask, endpoint, malformed, objectOf, pass } from "@/lib/shop-api";
import { readVariant } from "@/lib/variant";

const MOST = 50;

/** `?placement=cart&product=…&product=…`: what goes well with these products. */
export const GET = endpoint(async (request, slug, { variant }) => {
  const asked = new URL(request.url).searchParams;
  const params = new URLSearchParams({ placement: asked.get("placement") ?? "cart" });
  for (const id of asked.getAll("product").slice(0, MOST)) params.append("product", id);
  const currency = readVariant(variant)?.currency;
  if (currency) params.set("currency", currency);
  return pass(await ask(request, slug, { method: "GET", path: `/offers?${params}` }));
});

/** `{ids}`: offers that came into view. */
export const POST = endpoint(async (request, slug) => {
  const body = await objectOf(request);
  if (!body) return malformed();
  return pass(
    await ask(request, slug, { method: "POST", path: "/offers/seen", body: { ids: body.ids } }),
  );
});
