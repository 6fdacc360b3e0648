"use client";

import { Switch as RadixSwitch } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";
import { cn } from "./lib/cn";

export function Switch({ className, ...props }: ComponentProps<typeof RadixSwitch.Root>) {
  return (
    <RadixSwitch.Root
      className={cn(
        "relative h-4 w-7 shrink-0 rounded-full bg-strong transition-colors after:absolute after:-inset-3 data-[state=checked]:bg-accent disabled:opacity-50",
        className,
      )}
      {...props}
    >
      <RadixSwitch.Thumb className="block size-3 translate-x-0.5 rounded-full bg-surface transition-transform duration-150 data-[state=checked]:translate-x-3.5 rtl:-translate-x-0.5 rtl:data-[state=checked]:-translate-x-3.5" />
    </RadixSwitch.Root>
  );
}

/** A switch with what it does beside it. */
export function SwitchField({
  label,
  help,
  className,
  ...props
}: ComponentProps<typeof RadixSwitch.Root> & { label: ReactNode; help?: ReactNode }) {
  const id = useId();
  return (
    <div className={cn("flex items-start gap-3 text-13", className)}>
      <Switch
        id={id}
        className="mt-0.5"
        aria-describedby={help ? `${id}-help` : undefined}
        {...props}
      />
      <div>
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {help ? (
          <p id={`${id}-help`} className="mt-0.5 text-12 text-subtle">
            {help}
          </p>
        ) : null}
      </div>
    </div>
  );
}
