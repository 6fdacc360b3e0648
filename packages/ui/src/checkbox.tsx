"use client";

import { Check, Minus } from "lucide-react";
import { Checkbox as RadixCheckbox } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { useId } from "react";
import { useFieldControl } from "./field";
import { cn } from "./lib/cn";

export function Checkbox({ className, ...props }: ComponentProps<typeof RadixCheckbox.Root>) {
  return (
    <RadixCheckbox.Root
      {...useFieldControl()}
      className={cn(
        "group relative grid size-4 shrink-0 place-items-center rounded-xs border border-strong bg-surface text-on-accent after:absolute after:-inset-2.5 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent disabled:opacity-50",
        className,
      )}
      {...props}
    >
      <RadixCheckbox.Indicator>
        <Check className="hidden size-3 stroke-3 group-data-[state=checked]:block" aria-hidden />
        <Minus
          className="hidden size-3 stroke-3 group-data-[state=indeterminate]:block"
          aria-hidden
        />
      </RadixCheckbox.Indicator>
    </RadixCheckbox.Root>
  );
}

/** A checkbox with its sentence beside it. */
export function CheckboxField({
  label,
  help,
  className,
  ...props
}: ComponentProps<typeof RadixCheckbox.Root> & { label: ReactNode; help?: ReactNode }) {
  const id = useId();
  return (
    <div className={cn("flex gap-2.5 text-13", className)}>
      <Checkbox
        id={id}
        className="mt-0.5"
        aria-describedby={help ? `${id}-help` : undefined}
        {...props}
      />
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
