import { cn } from "./lib/cn";

/** A place where something will stand, of its final size, so that nothing jumps. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        "inline-block h-2.5 animate-breathe rounded-xs bg-track align-middle",
        className,
      )}
    />
  );
}
