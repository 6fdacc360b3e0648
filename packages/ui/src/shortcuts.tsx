"use client";

import { useEffect, useRef } from "react";
import { isTyping } from "./lib/keys";

export interface Shortcut {
  /** One key, or two pressed after each other: ["g", "o"]. */
  keys: readonly [string] | readonly [string, string];
  label: string;
  run: () => void;
}

export interface ShortcutGroup {
  title: string;
  /** With `run` they work; without they only describe what a component does itself. */
  items: readonly (Shortcut | (Omit<Shortcut, "run" | "keys"> & { keys: readonly string[] }))[];
}

const WAIT_MS = 1_200;

/** Listens for single keys and two-key sequences while nobody types and no dialog is open. */
export function useShortcuts(groups: readonly ShortcutGroup[]): void {
  const latest = useRef(groups);
  latest.current = groups;
  useEffect(() => {
    let first: { key: string; at: number } | null = null;
    function onKey(event: KeyboardEvent) {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || document.querySelector('[role="dialog"],[role="menu"]')) return;
      const key = event.key;
      const before = first && event.timeStamp - first.at < WAIT_MS ? first.key : null;
      first = { key, at: event.timeStamp };
      for (const item of latest.current.flatMap((group) => group.items)) {
        if (!("run" in item)) continue;
        const [one, two] = item.keys;
        const hit =
          two === undefined ? one === key && before !== "g" : before === one && two === key;
        if (hit) {
          event.preventDefault();
          first = null;
          item.run();
          return;
        }
      }
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
