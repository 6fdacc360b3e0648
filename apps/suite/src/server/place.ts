import { headers } from "next/headers";
import { BASE_HEADER, SUITE_HEADER } from "./names";

/** Before the product's addresses in this request, and where the master landing is. */
export async function placeOf(): Promise<{ base: string; suiteHref: string | null }> {
  const asked = await headers();
  return {
    base: asked.get(BASE_HEADER) ?? "",
    suiteHref: asked.get(SUITE_HEADER) || null,
  };
}
