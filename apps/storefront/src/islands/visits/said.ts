/** Tells the shop what was chosen. What does not arrive is told again on the next page. */
import { CONSENT_WORDS } from "@/lib/consent";
import { call, newKey } from "../call";
import { type Choice, choiceOf, keepChoice } from "./choice";

/** Keeps the choice and tells it; whether the shop has it. */
export function choose(shop: string, locale: string, granted: boolean): Promise<boolean> {
  const choice: Choice = {
    granted,
    words: CONSENT_WORDS,
    at: Date.now(),
    told: false,
    ...(granted ? { visitor: newKey() } : {}),
  };
  keepChoice(shop, choice);
  return settle(shop, locale);
}

/** Takes an agreement back: from now on nothing carries a name, and the shop forgets it. */
export function takeBack(shop: string, locale: string): Promise<boolean> {
  const choice = choiceOf(shop);
  if (!choice?.granted) return Promise.resolve(true);
  keepChoice(shop, { ...choice, granted: false, at: Date.now(), told: false });
  return settle(shop, locale);
}

let going: Promise<boolean> | null = null;

/** Tells what the shop was not told yet; whether it has it. One at a time: each word once. */
export function settle(shop: string, locale: string): Promise<boolean> {
  going ??= settleOne(shop, locale).finally(() => {
    going = null;
  });
  return going;
}

async function settleOne(shop: string, locale: string): Promise<boolean> {
  const choice = choiceOf(shop);
  if (!choice || choice.told) return true;
  const { granted, visitor, words } = choice;
  const reply =
    !granted && visitor
      ? await call(`/api/consents/${visitor}`, { method: "DELETE" })
      : await call("/api/consents", {
          method: "POST",
          body: { granted, text_version: words, locale, ...(visitor ? { visitor } : {}) },
        });
  if (!reply.ok) return false;
  const { visitor: _, ...nameless } = choice;
  keepChoice(shop, granted ? { ...choice, told: true } : { ...nameless, told: true });
  return true;
}

interface Kept {
  consents: unknown[];
  events: unknown[];
  total: number;
}

/** All that the shop keeps of this browser, or null where it does not say. */
export async function allKept(visitor: string): Promise<Omit<Kept, "total"> | null> {
  const all: Omit<Kept, "total"> = { consents: [], events: [] };
  for (let page = 1; ; page += 1) {
    const reply = await call<Kept>(`/api/consents/${visitor}?page=${page}`);
    if (!reply.ok) return null;
    all.consents = reply.data.consents;
    all.events.push(...reply.data.events);
    if (all.events.length >= reply.data.total || reply.data.events.length === 0) return all;
  }
}
