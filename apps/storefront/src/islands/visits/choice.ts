/**
 * What this browser's owner chose, kept in this browser. Nothing is written before they choose: a
 * browser that was not asked, or does not answer, carries nothing of ours.
 */
import { useSyncExternalStore } from "react";
import { CONSENT_WORDS } from "@/lib/consent";
import { newKey } from "../call";

export interface Choice {
  granted: boolean;
  words: string;
  /** Milliseconds, UTC. */
  at: number;
  /** The random name, where they agreed; where they took it back, the one still to be forgotten. */
  visitor?: string;
  /** Whether the log of the shop has it. */
  told: boolean;
}

export interface AskingProps {
  shop: string;
  locale: string;
  /** Address of the shop's privacy policy, where it has one. */
  privacy: string | null;
}

/** A choice holds for half a year; then the browser is asked again, under a new name. */
const HOLDS_MS = 180 * 86_400_000;
/** A visit ends when nothing was looked at for so long. */
const VISIT_MS = 30 * 60_000;

const keyOf = (shop: string) => `consent-${shop}`;
const visitOf = (shop: string) => `visit-${shop}`;

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null; // storage is forbidden, or holds something else
  }
}

function write(key: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: nothing is remembered, and nobody is told apart.
  }
}

/** What was chosen and still holds, or null. */
export function choiceOf(shop: string): Choice | null {
  const found = read(keyOf(shop)) as Partial<Choice> | null;
  if (typeof found?.granted !== "boolean" || typeof found.at !== "number") return null;
  const holds = found.words === CONSENT_WORDS && Date.now() - found.at < HOLDS_MS;
  // A name that is to be forgotten stays until it is.
  return holds || (!found.granted && found.visitor) ? (found as Choice) : null;
}

/** Remembers a choice; null forgets that there was one. */
export function keepChoice(shop: string, choice: Choice | null): void {
  write(keyOf(shop), choice);
  if (!choice?.granted) write(visitOf(shop), null);
  changed();
}

/** The names events carry: with an agreement alone. The visit's changes after a pause. */
export function namesOf(shop: string): { id: string; session: string } | null {
  const choice = choiceOf(shop);
  if (!choice?.granted || !choice.visitor || !choice.told || objects()) return null;
  const last = read(visitOf(shop)) as { id?: string; at?: number } | null;
  const goesOn = last?.id && Date.now() - (last.at ?? 0) < VISIT_MS;
  const session = goesOn ? String(last.id) : newKey();
  write(visitOf(shop), { id: session, at: Date.now() });
  return { id: choice.visitor, session };
}

/** Whether the browser asks not to be followed: nobody is asked then. */
export const objects = (): boolean =>
  (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true ||
  navigator.doNotTrack === "1";

/** Whether a program drives this browser: it is not counted, so it is not asked. */
export const driven = (): boolean => navigator.webdriver === true;

const listeners = new Set<() => void>();
let version = 0;
/** Whether the choices were opened from the foot of the page, and what had the focus then. */
let opened = false;
let opener: HTMLElement | null = null;

function changed(): void {
  version += 1;
  for (const listener of listeners) listener();
}

/** Opens the choices, or closes them and gives the focus back. */
export function openChoices(open: boolean): void {
  if (open) opener = document.activeElement as HTMLElement | null;
  else opener?.focus();
  opened = open;
  changed();
}

export const areOpen = (): boolean => opened;

/** Draws again when a choice is made, or the choices are opened. */
export function useChoices(): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => version,
    () => 0,
  );
}
