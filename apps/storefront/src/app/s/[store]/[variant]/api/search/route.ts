import { ask, endpoint, pass } from "@/lib/shop-api";
import { readVariant } from "@/lib/variant";

/** `?q=copper ket`: the best matches for what is being typed. */
export const GET = endpoint(async (request, slug, { variant }) => {
  const typed = (new URL(request.url).searchParams.get("q") ?? "").slice(0, 200);
  const params = new URLSearchParams({ q: typed });
  const shown = readVariant(variant);
  if (shown?.currency) params.set("currency", shown.currency);
  if (shown?.locale) params.set("locale", shown.locale);
  return pass(await ask(request, slug, { method: "GET", path: `/search/suggest?${params}` }));
});
