import { isId } from "@/lib/cart-cookies";
import type { StoreParams } from "@/lib/routes";
import { ask, endpoint, file, gone, malformed, objectOf, pass, sendFile } from "@/lib/shop-api";

const STEPS = ["returns", "withdrawals", "invoices", "reviews"] as const;
const SHOWN = ["returns", "reviews"];
const ACTS = ["cancel", "confirm"] as const;

const missing = () => gone("order_not_found", "There is no such order.");

/** The order's token out of the address, where it can be one. */
function tokenOf(request: Request): string | null {
  const token = new URL(request.url).searchParams.get("token") ?? "";
  return token === "" || token.length > 512 ? null : token;
}

/** `returns/<id>/photos` and `returns/<id>/photos/<photo>`, or null. */
function photoOf(step: string[]): { back: string; photo: string | undefined } | null {
  const [which, back = "", photos, photo, ...more] = step;
  const known = which === "returns" && photos === "photos" && isId(back) && more.length === 0;
  return known && (photo === undefined || isId(photo)) ? { back, photo } : null;
}

/** The review of `reviews/<id>`, and of what comes after it; or null. */
function reviewOf(step: string[], ...after: string[]): string | null {
  const [which, review = "", ...more] = step;
  const known = which === "reviews" && isId(review) && more.join("/") === after.join("/");
  return known ? review : null;
}

/**
 * `?token=`: what of an order can go back, and what was begun; its invoice as a file; a picture of
 * a return.
 */
export const GET = endpoint<StoreParams & { id: string; step: string[] }>(
  async (request, slug, { id, step }) => {
    const orderToken = tokenOf(request);
    if (!isId(id) || !orderToken) return missing();
    if (step.join("/") === "invoices/pdf") {
      const path = `/orders/${id}/invoices/pdf`;
      return file(request, slug, { method: "GET", path, orderToken });
    }
    const seen = photoOf(step);
    if (seen?.photo) {
      const size = new URL(request.url).searchParams.get("size") === "small" ? "small" : "large";
      const path = `/orders/${id}/returns/${seen.back}/photos/${seen.photo}?size=${size}`;
      return file(request, slug, { method: "GET", path, orderToken });
    }
    const [which = "", ...more] = step;
    if (!SHOWN.includes(which) || more.length > 0) return missing();
    return pass(
      await ask(request, slug, { method: "GET", path: `/orders/${id}/${which}`, orderToken }),
    );
  },
);

/**
 * `returns`, `withdrawals`, `invoices`, and `<which>/<id>/<cancel|confirm>`: what a shopper does
 * about it; a picture for `returns/<id>/photos`.
 */
export const POST = endpoint<StoreParams & { id: string; step: string[] }>(
  async (request, slug, { id, step }) => {
    const orderToken = tokenOf(request);
    const added = photoOf(step);
    const review = reviewOf(step, "photos");
    const under = review === null ? null : `reviews/${review}`;
    const pictured = added && added.photo === undefined ? `returns/${added.back}` : under;
    if (pictured !== null && isId(id) && orderToken) {
      const path = `/orders/${id}/${pictured}/photos`;
      return pass(await sendFile(request, slug, { path, orderToken }));
    }
    const [which = "", one, act, ...more] = step;
    const known = STEPS.some((name) => name === which) && more.length === 0;
    const acts = one === undefined || (isId(one) && ACTS.some((name) => name === act));
    if (!isId(id) || !orderToken || !known || !acts) return missing();
    const body = await objectOf(request);
    if (!body) return malformed();
    const path = `/orders/${id}/${one === undefined ? which : `${which}/${one}/${act}`}`;
    return pass(await ask(request, slug, { method: "POST", path, body, orderToken }));
  },
);

/** A picture is taken off a return, or a review taken back. */
export const DELETE = endpoint<StoreParams & { id: string; step: string[] }>(
  async (request, slug, { id, step }) => {
    const orderToken = tokenOf(request);
    const review = reviewOf(step);
    if (isId(id) && orderToken && review !== null) {
      const path = `/orders/${id}/reviews/${review}`;
      return pass(await ask(request, slug, { method: "DELETE", path, orderToken }));
    }
    const gone = photoOf(step);
    if (!isId(id) || !orderToken || !gone?.photo) return missing();
    const path = `/orders/${id}/returns/${gone.back}/photos/${gone.photo}`;
    return pass(await ask(request, slug, { method: "DELETE", path, orderToken }));
  },
);
