"use client";

import { Dialog, DialogBody, DialogContent } from "./dialog";
import { useTexts } from "./i18n";
import { Kbd } from "./kbd";
import { isMac } from "./lib/keys";
import type { ShortcutGroup } from "./shortcuts";
import { uiTexts } from "./texts";

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
