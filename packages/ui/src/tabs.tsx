"use client";

import { Tabs as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./lib/cn";

export const Tabs = Radix.Root;
export const TabsContent = Radix.Content;

const list = "scrollbar-none -mx-4 flex gap-1 overflow-x-auto border-b px-2 md:mx-0 md:px-0";
const tab =
  "relative flex h-10 shrink-0 items-center gap-1.5 px-2 text-13 font-medium whitespace-nowrap text-muted transition-colors hover:text-text focus-visible:-outline-offset-2 md:h-9 after:absolute after:inset-x-2 after:bottom-0 after:h-0.5 after:rounded-t-xs";
const chosen = "text-text after:bg-accent";

export function TabsList({ className, ...props }: ComponentProps<typeof Radix.List>) {
  return <Radix.List className={cn(list, className)} {...props} />;
}

export function TabsTrigger({ className, ...props }: ComponentProps<typeof Radix.Trigger>) {
  return (
    <Radix.Trigger
      className={cn(
        tab,
        "data-[state=active]:text-text data-[state=active]:after:bg-accent",
        className,
      )}
      {...props}
    />
  );
}

export interface SavedView {
  key: string;
  label: ReactNode;
  count?: number | undefined;
}

/** Saved views of a list: links in looks, one of them current. The view lives in the URL. */
export function ViewTabs({
  label,
  views,
  current,
  onChoose,
}: {
  label: string;
  views: readonly SavedView[];
  current: string;
  onChoose: (key: string) => void;
}) {
  return (
    <nav aria-label={label} className={list}>
      {views.map((view) => (
        <button
          key={view.key}
          type="button"
          aria-current={view.key === current ? "page" : undefined}
          className={cn(tab, view.key === current && chosen)}
          onClick={() => onChoose(view.key)}
        >
          {view.label}
          {view.count === undefined ? null : (
            <span className="num text-12 font-normal text-subtle">{view.count}</span>
          )}
        </button>
      ))}
    </nav>
  );
}
