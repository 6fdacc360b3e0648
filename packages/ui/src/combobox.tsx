"use client";

import { Command } from "cmdk";
import { Check, ChevronDown, Plus } from "lucide-react";
import { useState } from "react";
import { useFieldControl } from "./field";
import { useTexts } from "./i18n";
import { controlFrame } from "./input";
import { cn } from "./lib/cn";
import { menuItem } from "./menu-styles";
import { Popover, PopoverContent, PopoverTrigger } from "./popover";
import { uiTexts } from "./texts";

export interface ComboboxOption {
  value: string;
  label: string;
  /** Further words it is found by. */
  keywords?: string[];
  /** Beside the label, quiet. */
  note?: string;
}

/** One choice of many, found by typing. */
export function Combobox({
  options,
  value,
  onValueChange,
  placeholder,
  disabled,
  onCreate,
  createLabel,
  className,
  "aria-label": label,
}: {
  options: readonly ComboboxOption[];
  value: string;
  onValueChange: (value: string) => void;
  placeholder?: string;
  disabled?: boolean;
  /** Makes a choice that is not there yet out of what was typed. */
  onCreate?: (text: string) => void;
  createLabel?: (text: string) => string;
  className?: string;
  /** Its name where no Field stands around it. */
  "aria-label"?: string;
}) {
  const t = useTexts(uiTexts);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const typed = text.trim();
  const exists = options.some((option) => option.label.toLowerCase() === typed.toLowerCase());
  const chosen = options.find((option) => option.value === value);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <button
          type="button"
          role="combobox"
          aria-expanded={open}
          aria-haspopup="listbox"
          disabled={disabled}
          aria-label={label}
          {...useFieldControl()}
          className={cn(
            controlFrame,
            "flex h-10 items-center gap-2 px-2.5 text-start focus-visible:border-focus focus-visible:-outline-offset-1 md:h-8",
            className,
          )}
        >
          <span className={cn("truncate", !chosen && "text-subtle")}>
            {chosen?.label ?? (value || placeholder)}
          </span>
          <ChevronDown className="ms-auto size-4 shrink-0 text-muted" aria-hidden />
        </button>
      </PopoverTrigger>
      <PopoverContent
        aria-label={placeholder ?? t("search")}
        className="w-(--radix-popover-trigger-width) min-w-56 p-0"
      >
        <Command label={placeholder ?? t("search")} loop>
          <Command.Input
            value={text}
            onValueChange={setText}
            placeholder={t("search")}
            className="h-10 w-full border-b bg-transparent px-3 text-16 outline-none md:h-9 md:text-13"
          />
          <Command.List className="max-h-64 overflow-auto p-1">
            {onCreate && typed !== "" && !exists ? null : (
              <Command.Empty className="px-2 py-3 text-13 text-muted">
                {t("none_found")}
              </Command.Empty>
            )}
            {options.map((option) => (
              <Command.Item
                key={option.value}
                value={option.value}
                keywords={[option.label, ...(option.keywords ?? [])]}
                onSelect={() => {
                  onValueChange(option.value);
                  setOpen(false);
                }}
                className={cn(menuItem, "aria-selected:bg-tint")}
              >
                <span className="truncate">{option.label}</span>
                {option.note ? <span className="text-12 text-subtle">{option.note}</span> : null}
                {option.value === value ? <Check className="ms-auto size-4" aria-hidden /> : null}
              </Command.Item>
            ))}
            {onCreate && createLabel && typed !== "" && !exists ? (
              <Command.Item
                forceMount
                value={`create ${typed}`}
                onSelect={() => {
                  onCreate(typed);
                  setText("");
                  setOpen(false);
                }}
                className={cn(menuItem, "aria-selected:bg-tint")}
              >
                <Plus aria-hidden />
                {createLabel(typed)}
              </Command.Item>
            ) : null}
          </Command.List>
        </Command>
      </PopoverContent>
    </Popover>
  );
}
