"use client";

import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./lib/cn";

export const TooltipProvider = Radix.Provider;

/** A short hint on hover and focus. Never the only place of anything one must know. */
export function Tooltip({
  content,
  side = "top",
  className,
  children,
}: {
  content: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  className?: string;
  children: ReactNode;
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            "z-60 flex max-w-64 items-center gap-2 rounded-sm bg-inverse px-2 py-1 text-12 text-on-inverse data-[state=delayed-open]:animate-fade",
            className,
          )}
        >
          {content}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
