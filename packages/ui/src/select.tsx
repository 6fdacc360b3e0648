"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as RadixSelect } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { useFieldControl } from "./field";
import { controlFrame } from "./input";
import { cn } from "./lib/cn";
import { menuItem, menuSurface } from "./menu-styles";

export interface SelectOption {
  value: string;
  label: ReactNode;
  disabled?: boolean;
}

/** One choice of a few. For long lists that want typing there is Combobox. */
export function Select({
  options,
  placeholder,
  className,
  "aria-label": label,
  ...props
}: ComponentProps<typeof RadixSelect.Root> & {
  options: readonly SelectOption[];
  placeholder?: string;
  className?: string;
  "aria-label"?: string;
}) {
  return (
    <RadixSelect.Root {...props}>
      <RadixSelect.Trigger
        {...useFieldControl()}
        aria-label={label}
        className={cn(
          controlFrame,
          "flex h-10 items-center gap-2 px-2.5 text-start focus-visible:border-focus focus-visible:-outline-offset-1 md:h-8 [&>span:first-child]:truncate",
          className,
        )}
      >
        <RadixSelect.Value placeholder={placeholder} />
        <RadixSelect.Icon className="ms-auto">
          <ChevronDown className="size-4 text-muted" aria-hidden />
        </RadixSelect.Icon>
      </RadixSelect.Trigger>
      <RadixSelect.Portal>
        <RadixSelect.Content
          position="popper"
          sideOffset={4}
          className={cn(
            menuSurface,
            "max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width)",
          )}
        >
          <RadixSelect.Viewport>
            {options.map((option) => (
              <RadixSelect.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className={cn(menuItem, "pe-8")}
              >
                <RadixSelect.ItemText>{option.label}</RadixSelect.ItemText>
                <RadixSelect.ItemIndicator className="absolute end-2">
                  <Check className="size-4" aria-hidden />
                </RadixSelect.ItemIndicator>
              </RadixSelect.Item>
            ))}
          </RadixSelect.Viewport>
        </RadixSelect.Content>
      </RadixSelect.Portal>
    </RadixSelect.Root>
  );
}
