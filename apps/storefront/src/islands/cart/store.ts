/** The bag, once per page: what the button, the drawer, the bag page and checkout all show. */

import { useSyncExternalStore } from "react";
import type { Cart, CartLine } from "@/lib/api-types";
import { wordsHere } from "@/messages/client";

import { call, newKey, type Outcome, type Problem } from "../call";

export interface CartState {
  phase: "idle" | "loading" | "ready" | "failed";
  cart: Cart | null;
  /** Items, also before the bag itself is loaded. */
  count: number;
  drawer: boolean;
  /** Line being taken out or changed; its controls wait. */
  busy: ReadonlySet<string>;
  /** Said aloud and shown: what went wrong or was done. */
  notice: { text: string; tone: "good" | "bad" } | null;
  /** A line just taken out, for undo. */
  removed: CartLine | null;
}

const START: CartState = {
  phase: "idle",
  cart: null,
  count: 0,
  drawer: false,
  busy: new Set(),
  notice: null,
  removed: null,
};

let state = START;
let slug = "";
let channel: BroadcastChannel | null = null;
const listeners = new Set<() => void>();

function patch(change: Partial<CartState>): void {
  state = { ...state, ...change };
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

export function useCart(): CartState {
  return useSyncExternalStore(
    subscribe,
    () => state,
    () => START,
  );
}

function cookieCount(): number {
  const name = `ecomm_cart_count_${slug}=`;
  const found = document.cookie.split("; ").find((part) => part.startsWith(name));
  const count = Number(found?.slice(name.length) ?? "0");
  return Number.isInteger(count) && count > 0 ? count : 0;
}

/** Begins: shows the count the last reply left in a cookie, and listens to other tabs. */
export function startCart(storeSlug: string): void {
  if (slug === storeSlug) return;
  slug = storeSlug;
  patch({ ...START, count: cookieCount() });
  channel?.close();
  if (typeof BroadcastChannel === "undefined") return;
  channel = new BroadcastChannel(`cart-${slug}`);
  channel.onmessage = () => {
    if (state.phase === "ready" || state.phase === "failed") void loadCart();
    else patch({ count: cookieCount() });
  };
}

function settle(cart: Cart | null): void {
  patch({ phase: "ready", cart, count: cart?.items ?? 0 });
}

function changed(cart: Cart | null): void {
  settle(cart);
  channel?.postMessage("changed");
}

let loading: Promise<void> | null = null;

/** Reads the bag again. Tabs that come back, and the drawer when it opens, call it. */
export function loadCart(): Promise<void> {
  loading ??= (async () => {
    if (state.cart === null) patch({ phase: "loading" });
    const reply = await call<Cart | null>("/api/cart");
    if (reply.ok) settle(reply.data);
    else if (state.cart === null) patch({ phase: "failed" });
    loading = null;
  })();
  return loading;
}

/** Writes go one after another: two quick clicks are two lines of one bag, not two bags. */
let queue: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = queue.then(work, work);
  queue = result.catch(() => undefined);
  return result;
}

function reason(problem: Problem, fallback: string): string {
  const left = problem.details[0]?.available;
  if (problem.code === "out_of_stock" && typeof left === "number") {
    return left > 0 ? wordsHere("cart").onlyLeft(left) : wordsHere("cart").gone;
  }
  return problem.status >= 400 && problem.status < 500 && problem.message
    ? problem.message
    : fallback;
}

/** Adds a variant and opens the drawer. The reason where it could not be. */
export async function addToCart(
  variantId: string,
  quantity: number,
  title: string,
  offer?: string,
): Promise<string | null> {
  const reply = await inTurn(() =>
    call<Cart>("/api/cart/lines", {
      method: "POST",
      body: { variant_id: variantId, quantity, ...(offer ? { upsell_id: offer } : {}) },
      key: newKey(),
    }),
  );
  if (!reply.ok) return reason(reply.problem, wordsHere("cart").addFailed);
  changed(reply.data);
  patch({
    drawer: true,
    removed: null,
    notice: { text: wordsHere("cart").added(title), tone: "good" },
  });
  return null;
}

function without<T>(set: ReadonlySet<T>, item: T): Set<T> {
  const rest = new Set(set);
  rest.delete(item);
  return rest;
}

/** Sets a line's quantity, 0 takes it out. Shown at once, taken back when it fails. */
export async function setQuantity(line: CartLine, quantity: number): Promise<boolean> {
  patch({ busy: new Set([...state.busy, line.id]), notice: null });
  const path = `/api/cart/lines/${encodeURIComponent(line.id)}`;
  const reply: Outcome<Cart> = await inTurn(() =>
    quantity === 0
      ? call<Cart>(path, { method: "DELETE" })
      : call<Cart>(path, { method: "PATCH", body: { quantity } }),
  );
  patch({ busy: without(state.busy, line.id) });
  if (reply.ok) {
    changed(reply.data);
    patch(
      quantity === 0
        ? { removed: line, notice: { text: wordsHere("cart").removed(line.title), tone: "good" } }
        : { removed: null },
    );
    return true;
  }
  patch({ notice: { text: reason(reply.problem, wordsHere("cart").changeFailed), tone: "bad" } });
  if (reply.problem.status === 404 || reply.problem.status === 409) await loadCart();
  return false;
}

/** Puts back what was just taken out. */
export async function undoRemove(): Promise<void> {
  const line = state.removed;
  if (!line) return;
  patch({ removed: null, notice: null });
  const reply = await inTurn(() =>
    call<Cart>("/api/cart/lines", {
      method: "POST",
      body: { variant_id: line.variant_id, quantity: line.quantity },
      key: newKey(),
    }),
  );
  if (reply.ok) changed(reply.data);
  else patch({ notice: { text: reason(reply.problem, wordsHere("cart").addFailed), tone: "bad" } });
}

/** Enters a discount code or a gift card. The reason where it could not be. */
export async function enterCode(code: string): Promise<string | null> {
  const reply = await inTurn(() =>
    call<Cart>("/api/cart/codes", { method: "POST", body: { code }, key: newKey() }),
  );
  if (!reply.ok) return reason(reply.problem, wordsHere("cart").codeFailed);
  changed(reply.data);
  return null;
}

/** Takes a discount code off, or a gift card by its id. */
export async function dropCode(code: string): Promise<void> {
  const reply = await inTurn(() =>
    call<Cart>(`/api/cart/codes/${encodeURIComponent(code)}`, { method: "DELETE" }),
  );
  if (reply.ok) changed(reply.data);
  else
    patch({ notice: { text: reason(reply.problem, wordsHere("cart").changeFailed), tone: "bad" } });
}

export function openDrawer(): void {
  patch({ drawer: true, notice: null });
  void loadCart();
}

export function closeDrawer(): void {
  patch({ drawer: false, notice: null, removed: null });
}

/** The bag became an order: nothing is left in it. */
export function forgetCart(): void {
  changed(null);
}

/** Lines that must change before anyone can check out. */
export function problemLines(cart: Cart): CartLine[] {
  return cart.lines.filter((line) => line.problem !== null && line.problem !== "price_changed");
}
