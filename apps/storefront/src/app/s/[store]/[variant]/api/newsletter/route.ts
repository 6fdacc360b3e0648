import { formOf, subscribe } from "@/lib/newsletter";
import { ask, endpoint, malformed } from "@/lib/shop-api";

/** The form of the foot: `email` as a form's field. Answered with a page. */
export const POST = endpoint(async (request, slug) => {
  const form = await formOf(request);
  if (form === null) return malformed();
  return subscribe(form, (question) => ask(request, slug, question));
});
