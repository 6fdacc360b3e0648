/** What a guest would like to have: kept in this browser until they sign in. */

export interface GuestWish {
  id: string;
  slug: string;
  title: string;
}

const MOST = 100;
const keyOf = (slug: string) => `wishes-${slug}`;

const isWish = (value: unknown): value is GuestWish =>
  typeof value === "object" &&
  value !== null &&
  ["id", "slug", "title"].every((name) => typeof (value as never)[name] === "string");

export function guestWishes(slug: string): GuestWish[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(slug)) ?? "[]");
    return Array.isArray(found) ? found.filter(isWish).slice(0, MOST) : [];
  } catch {
    return []; // storage is forbidden, or holds something else
  }
}

export function keepWishes(slug: string, wishes: GuestWish[]): void {
  try {
    if (wishes.length === 0) localStorage.removeItem(keyOf(slug));
    else localStorage.setItem(keyOf(slug), JSON.stringify(wishes.slice(0, MOST)));
  } catch {
    // Storage is full or forbidden: the list lives as long as the page.
  }
}
