"use client";

import { RadioGroup as RadixRadio } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";
import { cn } from "./lib/cn";

export function RadioGroup({ className, ...props }: ComponentProps<typeof RadixRadio.Root>) {
  return <RadixRadio.Root className={cn("grid gap-2", className)} {...props} />;
}

export function RadioItem({
  label,
  help,
  className,
  ...props
}: ComponentProps<typeof RadixRadio.Item> & { label: ReactNode; help?: ReactNode }) {
  const id = useId();
  return (
    <div className={cn("flex gap-2.5 text-13", className)}>
      <RadixRadio.Item
        id={id}
        aria-describedby={help ? `${id}-help` : undefined}
        className="relative mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-strong bg-surface after:absolute after:-inset-2.5 data-[state=checked]:border-accent data-[state=checked]:bg-accent"
        {...props}
      >
        <RadixRadio.Indicator className="size-1.5 rounded-full bg-on-accent" />
      </RadixRadio.Item>
      <div>
        <label htmlFor={id}>{label}</label>
        {help ? (
          <p id={`${id}-help`} className="mt-0.5 text-12 text-subtle">
            {help}
          </p>
        ) : null}
      </div>
    </div>
  );
}
