import { cn } from "./lib/cn";

/** The first letters of a name: "Saoirse Lynch" → "SL". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? "?")][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toUpperCase();
}

/** A person without a picture: their initials in a circle. */
export function Avatar({ name, className }: { name: string; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        "grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-11 font-semibold text-on-accent-soft select-none",
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}

/** A store or product line without a logo: its initial on a dark ground. */
export function Monogram({ name, className }: { name: string; className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        "grid size-7 shrink-0 place-items-center rounded-sm bg-inverse text-12 font-semibold text-on-inverse select-none",
        className,
      )}
    >
      {initials(name).slice(0, 1)}
    </span>
  );
}
