import type { ReactNode } from "react";
import { cn } from "./lib/cn";

export function Kbd({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <kbd
      className={cn(
        "inline-grid h-5 min-w-5 place-items-center rounded-xs bg-sunken px-1 font-sans text-11 leading-none font-medium text-muted inset-ring inset-ring-border",
        className,
      )}
    >
      {children}
    </kbd>
  );
}

/** Several keys pressed together. */
export function Keys({ keys, className }: { keys: readonly string[]; className?: string }) {
  return (
    <span aria-hidden="true" className={cn("inline-flex gap-0.5", className)}>
      {keys.map((key) => (
        <Kbd key={key}>{key}</Kbd>
      ))}
    </span>
  );
}
