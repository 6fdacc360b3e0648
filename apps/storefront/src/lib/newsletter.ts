/**
 * The shop's form for its news, and the link of its mail: plain forms, answered with a page. What
 * the API says of an address is the same for every address, and so is the page.
 */
import { LANGUAGES, wordsOf } from "@/messages/catalogues";
import { type Ask, type ask, ok } from "./shop-api";

/** The number of the words that stand by the form; another one as soon as they say something else. */
export const NEWSLETTER_WORDS = "newsletter-1";

const MAX = 400;

/** A text field of a form, cut to a length that nobody needs more of. */
function field(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim().slice(0, MAX) : "";
}

/** What addresses of the page's language begin with: "" or `/de`; nothing else leads anywhere. */
function prefixIn(form: FormData): string {
  const prefix = field(form, "prefix");
  return /^\/[a-z]{2,3}(?:-[A-Z]{2})?$/.test(prefix) ? prefix : "";
}

/** The next page, by GET. Relative, so that it stays at the host the form was sent from. */
const next = (form: FormData, page: string): Response =>
  new Response(null, {
    status: 303,
    headers: { Location: `${prefixIn(form)}/newsletter/${page}`, "Cache-Control": "no-store" },
  });

type Send = (question: Ask) => ReturnType<typeof ask>;

/** The form of the foot. */
export async function subscribe(form: FormData, send: Send): Promise<Response> {
  const locale = field(form, "locale");
  const spoken = LANGUAGES.includes(locale.split("-")[0] ?? "") ? locale : "en";
  const answer = await send({
    method: "POST",
    path: "/newsletter",
    body: {
      email: field(form, "email"),
      website: field(form, "website").slice(0, 200),
      text_version: NEWSLETTER_WORDS,
      words: wordsOf(spoken).newsletter.terms,
      ...(/^[a-z]{2,3}(?:-[A-Z]{2})?$/.test(locale) ? { locale } : {}),
    },
  });
  return next(form, ok(answer) ? "sent" : "failed");
}

/** The button of the mail's page. */
export async function confirm(form: FormData, send: Send): Promise<Response> {
  const token = field(form, "token").slice(0, 200) || "-";
  const answer = await send({ method: "POST", path: "/newsletter/confirm", body: { token } });
  if (ok(answer)) return next(form, "confirmed");
  return next(form, answer.status === 410 ? "over" : "failed");
}

/** A form out of a request, or null where it is none. */
export async function formOf(request: Request): Promise<FormData | null> {
  try {
    return await request.formData();
  } catch {
    return null; // no form: answered as malformed
  }
}
