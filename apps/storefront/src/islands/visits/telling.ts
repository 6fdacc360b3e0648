/**
 * Tells the shop what is looked at. It never waits and is never waited for: what is to tell is
 * gathered and sent as a beacon when the page has nothing else to do, or when it is left. A count
 * that is lost is lost. Carts, checkouts and purchases are not told: the shop has them.
 */
import { driven, namesOf } from "./choice";

type Told = { kind: "page_view"; entry: boolean } | { kind: "product_view"; product_id: string };

const WAIT_MS = 1_500;
const MOST = 20;

let shop = "";
const waiting: Told[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let first = true;

/** Whether nothing in this shop led here: a link from elsewhere or an address that was typed, and no
 * page that was loaded again. */
function cameFromElsewhere(): boolean {
  const [page] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (page && page.type !== "navigate") return false;
  try {
    return new URL(document.referrer).host !== location.host;
  } catch {
    return true; // none
  }
}

function send(): void {
  clearTimeout(timer);
  timer = undefined;
  if (waiting.length === 0) return;
  const events = waiting.splice(0, MOST);
  const visitor = namesOf(shop);
  const body = JSON.stringify(visitor ? { events, visitor } : { events });
  const json = new Blob([body], { type: "application/json" });
  if (navigator.sendBeacon?.("/api/events", json)) return;
  // The queue of beacons is full, or there are none.
  fetch("/api/events", {
    method: "POST",
    body,
    headers: { "Content-Type": "application/json" },
    keepalive: true,
  }).catch(() => undefined);
}

function tell(event: Told): void {
  if (driven()) return;
  waiting.push(event);
  timer ??= setTimeout(send, WAIT_MS);
}

/** A page is looked at: this one, or the next that a link of the shop leads to. */
export function lookedAtPage(slug: string): void {
  if (first) addEventListener("pagehide", send);
  shop = slug;
  const entry = first && cameFromElsewhere();
  first = false;
  tell({ kind: "page_view", entry });
}

export function lookedAtProduct(product: string): void {
  tell({ kind: "product_view", product_id: product });
}
