/**
 * The lots of A/B tests. The proxy draws one for each browser before it picks a page, so that a page
 * never changes under a shopper's eyes; a cookie of the shop's own keeps it for as long as a test
 * may run. It holds a number of dice, and leads to nobody.
 */

export type Arm = "a" | "b";

/** A running test, as the API tells it. */
export interface AbTest {
  id: string;
  productSlug: string;
  /** Visitors of a hundred that see B. */
  shareOfB: number;
}

/** A browser's lot in one test. */
export interface Lot {
  testId: string;
  arm: Arm;
  visitor: string;
  /** Of the product whose page has the two faces. */
  productSlug: string;
}

/** Seconds a lot is kept: longer than tests should run. */
export const LOT_SECONDS = 90 * 24 * 3600;

const PREFIX = "ecomm_ab_";
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const lotCookie = (testId: string): string => `${PREFIX}${testId}`;

export const writeLot = ({ arm, visitor, productSlug }: Lot): string =>
  `${arm}.${visitor}.${encodeURIComponent(productSlug)}`;

/** What a cookie says of a lot; null for another cookie, and for one that nobody here wrote. */
export function readLot(name: string, value: string): Lot | null {
  if (!name.startsWith(PREFIX)) return null;
  const testId = name.slice(PREFIX.length);
  const [arm, visitor = "", ...rest] = value.split(".");
  if (!ID.test(testId) || !ID.test(visitor) || (arm !== "a" && arm !== "b")) return null;
  try {
    return { testId, arm, visitor, productSlug: decodeURIComponent(rest.join(".")) };
  } catch {
    return null; // broken percent encoding
  }
}

/** The lots of a `Cookie` header or of `document.cookie`. */
export function lotsIn(cookies: string): Lot[] {
  const found: Lot[] = [];
  for (const part of cookies.split(";")) {
    const at = part.indexOf("=");
    const lot = at > 0 ? readLot(part.slice(0, at).trim(), part.slice(at + 1).trim()) : null;
    if (lot !== null) found.push(lot);
  }
  return found;
}

/** A fair lot for a browser that has none. */
export function draw(test: AbTest): Lot {
  const [dice = 0] = crypto.getRandomValues(new Uint32Array(1));
  return {
    testId: test.id,
    arm: (dice / 2 ** 32) * 100 < test.shareOfB ? "b" : "a",
    visitor: crypto.randomUUID(),
    productSlug: test.productSlug,
  };
}

/** Global Privacy Control and Do Not Track: who objects takes no part, and sees the page as it is. */
export const objects = (headers: Headers): boolean =>
  headers.get("sec-gpc") === "1" || headers.get("dnt") === "1";
