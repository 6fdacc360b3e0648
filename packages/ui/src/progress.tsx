"use client";

import { Progress as Radix } from "radix-ui";
import { cn } from "./lib/cn";

/** How far something is, 0 to 1; null while nobody knows. */
export function Progress({
  value,
  label,
  size = "sm",
  className,
}: {
  value: number | null;
  label: string;
  size?: "sm" | "md";
  className?: string;
}) {
  const percent = value === null ? null : Math.min(100, Math.max(0, value * 100));
  return (
    <Radix.Root
      value={percent}
      aria-label={label}
      className={cn(
        "w-full overflow-hidden rounded-full bg-track",
        size === "sm" ? "h-1" : "h-1.5",
        className,
      )}
    >
      <Radix.Indicator
        className={cn(
          "block h-full rounded-full bg-accent transition-[width] duration-150",
          percent === null && "w-1/3! animate-breathe",
        )}
        style={{ width: `${percent ?? 0}%` }}
      />
    </Radix.Root>
  );
}
