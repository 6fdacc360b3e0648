/** The loader of server/after-paint.mjs keeps early taps until this is said. */
const LIVE = "shop:live";

/** Says that the page answers: everything on it is hydrated. From an effect; again does no harm. */
export function sayLive(): void {
  document.dispatchEvent(new Event(LIVE));
}
