import { confirm, formOf } from "@/lib/newsletter";
import { ask, endpoint, malformed } from "@/lib/shop-api";

/** The button of the mail's page: `token` as a form's field. Answered with a page. */
export const POST = endpoint(async (request, slug) => {
  const form = await formOf(request);
  if (form === null) return malformed();
  return confirm(form, (question) => ask(request, slug, question));
});
