"use client";

import { useEffect, useRef } from "react";
import { Dialog, DialogBody, DialogContent } from "./dialog";
import { useTexts } from "./i18n";
import { Kbd } from "./kbd";
import { isMac, isTyping } from "./lib/keys";
import { uiTexts } from "./texts";

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

/** The list that `?` opens. */
export function ShortcutsDialog({
  open,
  onOpenChange,
  groups,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  groups: readonly ShortcutGroup[];
}) {
  const t = useTexts(uiTexts);
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title={t("shortcuts")}>
        {/* It may scroll and holds nothing else to focus. */}
        <DialogBody tabIndex={0} className="grid gap-5">
          {groups.map((group) => (
            <section key={group.title}>
              <h3 className="mb-1 text-12 font-medium text-subtle">{group.title}</h3>
              <dl className="grid">
                {group.items.map((item) => (
                  <div
                    key={item.label}
                    className="flex min-h-9 items-center justify-between gap-4 border-t text-13 first:border-0"
                  >
                    <dt>{item.label}</dt>
                    <dd className="flex items-center gap-1">
                      {item.keys.map((key, at) => (
                        <span key={key} className="flex items-center gap-1">
                          {at > 0 && "run" in item ? (
                            <span className="text-12 text-subtle">{t("shortcut_then")}</span>
                          ) : null}
                          <Kbd>{key === "⌘" && !isMac() ? "Ctrl" : key}</Kbd>
                        </span>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}
