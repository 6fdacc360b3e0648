"use client";

import { ChevronsUpDown } from "lucide-react";
import type { ComponentProps } from "react";
import { Monogram } from "../avatar";
import { cn } from "../lib/cn";

/** What opens the list of stores: mark, name and address. */
export function StoreButton({
  name,
  sub,
  hint,
  narrow = false,
  className,
  ...props
}: ComponentProps<"button"> & {
  name: string;
  sub: string;
  /** What the button does, for those who cannot see the arrows; the name follows it. */
  hint: string;
  narrow?: boolean;
}) {
  return (
    <button
      type="button"
      className={cn(
        "flex min-h-10 w-full min-w-0 items-center gap-2.5 rounded-md py-1.5 ps-1.5 pe-2 text-start hover:bg-tint focus-visible:outline-offset-0",
        narrow && "justify-center px-0",
        className,
      )}
      {...props}
    >
      <Monogram name={name} />
      <span className="sr-only">{hint}</span>
      {narrow ? (
        <span className="sr-only">{name}</span>
      ) : (
        <>
          <span className="min-w-0 flex-1">
            <span className="block truncate text-13 leading-4 font-semibold">{name}</span>
            <span className="block min-h-4 truncate text-12 text-subtle">{sub}</span>
          </span>
          <ChevronsUpDown className="size-4 shrink-0 text-subtle" aria-hidden />
        </>
      )}
    </button>
  );
}
