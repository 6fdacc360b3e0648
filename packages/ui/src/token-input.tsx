"use client";

import { X } from "lucide-react";
import { type KeyboardEvent, useId, useState } from "react";
import { useFieldControl } from "./field";
import { useTexts } from "./i18n";
import { controlFrame } from "./input";
import { cn } from "./lib/cn";
import { uiTexts } from "./texts";

/** Several short words in one control, e.g. tags. Enter and comma add, Backspace takes back. */
export function TokenInput({
  value,
  onValueChange,
  suggestions = [],
  placeholder,
  maxLength = 60,
  className,
}: {
  value: readonly string[];
  onValueChange: (value: string[]) => void;
  suggestions?: readonly string[];
  placeholder?: string;
  maxLength?: number;
  className?: string;
}) {
  const t = useTexts(uiTexts);
  const [text, setText] = useState("");
  const list = useId();

  function add(raw: string) {
    const words = raw
      .split(",")
      .map((word) => word.trim().slice(0, maxLength))
      .filter((word) => word !== "");
    const known = new Set(value.map((word) => word.toLowerCase()));
    const fresh = words.filter((word) => {
      const key = word.toLowerCase();
      if (known.has(key)) return false;
      known.add(key);
      return true;
    });
    if (fresh.length > 0) onValueChange([...value, ...fresh]);
    setText("");
  }

  function onKeyDown(event: KeyboardEvent) {
    if ((event.key === "Enter" || event.key === ",") && text.trim() !== "") {
      event.preventDefault();
      add(text);
    } else if (event.key === "Backspace" && text === "" && value.length > 0) {
      onValueChange(value.slice(0, -1));
    }
  }

  const open = suggestions.filter((word) => !value.includes(word)).slice(0, 50);
  return (
    <span
      className={cn(
        controlFrame,
        "flex min-h-10 flex-wrap in-disabled:bg-sunken items-center gap-1 p-1 focus-within:border-focus focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus md:min-h-8.5",
        className,
      )}
    >
      {value.map((word) => (
        <span
          key={word}
          className="inline-flex h-7 max-w-full items-center gap-1 rounded-xs bg-sunken ps-2 pe-1 in-disabled:pe-2 text-12 inset-ring inset-ring-border md:h-6"
        >
          <span className="truncate">{word}</span>
          <button
            type="button"
            aria-label={t("remove", { name: word })}
            onClick={() => onValueChange(value.filter((other) => other !== word))}
            className="grid size-5 place-items-center rounded-xs text-subtle in-disabled:hidden hover:text-text md:size-4"
          >
            <X className="size-3" aria-hidden />
          </button>
        </span>
      ))}
      <input
        {...useFieldControl()}
        list={list}
        value={text}
        placeholder={value.length === 0 ? placeholder : undefined}
        maxLength={maxLength * 4}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => add(text)}
        className="h-6 min-w-16 flex-1 bg-transparent px-1.5 outline-none"
      />
      <datalist id={list}>
        {open.map((word) => (
          <option key={word} value={word} />
        ))}
      </datalist>
    </span>
  );
}
