"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { IconButton } from "./button";
import { scrim } from "./dialog";
import { useTexts } from "./i18n";
import { cn } from "./lib/cn";
import { uiTexts } from "./texts";

export const Sheet = Radix.Root;
export const SheetTrigger = Radix.Trigger;
export const SheetClose = Radix.Close;

/** A panel along the end of the page; on phones it rises from the lower edge. */
export function SheetContent({
  title,
  className,
  children,
}: {
  title: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  const t = useTexts(uiTexts);
  return (
    <Radix.Portal>
      <Radix.Overlay className={scrim} />
      <Radix.Content
        aria-describedby={undefined}
        className={cn(
          "fixed inset-x-0 bottom-0 z-50 flex max-h-[85dvh] flex-col rounded-t-xl bg-raised shadow-overlay outline-none data-[state=open]:animate-sheet md:inset-x-auto md:inset-y-2 md:end-2 md:max-h-none md:w-100 md:rounded-xl",
          className,
        )}
      >
        <header className="flex items-center gap-4 border-b px-4 py-2">
          <Radix.Title className="flex-1 text-14 font-semibold">{title}</Radix.Title>
          <Radix.Close asChild>
            <IconButton label={t("close")}>
              <X aria-hidden />
            </IconButton>
          </Radix.Close>
        </header>
        <div className="min-h-0 flex-1 overflow-auto p-4 pb-[max(16px,env(safe-area-inset-bottom))]">
          {children}
        </div>
      </Radix.Content>
    </Radix.Portal>
  );
}
