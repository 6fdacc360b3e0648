"use client";

import { ListFilter, X } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "../dropdown-menu";
import { useTexts } from "../i18n";
import { SearchInput } from "../input";
import { Kbd } from "../kbd";
import { isTyping } from "../lib/keys";
import { uiTexts } from "../texts";
import type { ListControls } from "./list-state";

/** Search, filter chips and what stands at the end. `/` jumps into the search. */
export function TableToolbar({
  list,
  placeholder,
  children,
  end,
}: {
  list: ListControls;
  placeholder: string;
  /** Chips and the filter menu. */
  children?: ReactNode;
  end?: ReactNode;
}) {
  const t = useTexts(uiTexts);
  const input = useRef<HTMLInputElement>(null);
  const { search } = list.state;
  const [text, setText] = useState(search);
  const pushed = useRef(search);

  useEffect(() => {
    // Another hand changed the URL (Clear, Back): follow it.
    if (search !== pushed.current) {
      pushed.current = search;
      setText(search);
    }
  }, [search]);

  useEffect(() => {
    if (text === pushed.current) return;
    const timer = setTimeout(() => {
      pushed.current = text;
      list.update({ search: text });
    }, 250);
    return () => clearTimeout(timer);
  }, [text, list]);

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if (event.key !== "/" || event.metaKey || event.ctrlKey || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  return (
    <search className="flex flex-wrap items-center gap-2 py-3">
      <SearchInput
        ref={input}
        value={text}
        aria-label={placeholder}
        placeholder={placeholder}
        className="pe-1.5 md:w-66"
        after={<Kbd className="hidden md:inline-grid">/</Kbd>}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            setText("");
            event.currentTarget.blur();
          }
        }}
      />
      {children}
      {list.narrowed ? (
        <button
          type="button"
          onClick={list.clear}
          className="h-10 rounded-xs px-1.5 text-12 text-muted hover:text-text md:h-7"
        >
          {t("clear_filters")}
        </button>
      ) : null}
      {end ? (
        <div className="flex items-center gap-2 text-12 text-subtle md:ms-auto">{end}</div>
      ) : null}
    </search>
  );
}

/** A filter in force. */
export function FilterChip({
  name,
  value,
  onRemove,
}: {
  name: string;
  value: ReactNode;
  onRemove: () => void;
}) {
  const t = useTexts(uiTexts);
  return (
    <span className="inline-flex h-10 items-center gap-1.5 rounded-full bg-sunken ps-2.5 pe-1 text-12 whitespace-nowrap text-muted inset-ring inset-ring-border md:h-7">
      {name} <b className="font-medium text-text">{value}</b>
      <button
        type="button"
        aria-label={t("remove_filter", { name })}
        onClick={onRemove}
        className="grid size-8 place-items-center rounded-full hover:bg-tint hover:text-text md:size-5"
      >
        <X className="size-3" aria-hidden />
      </button>
    </span>
  );
}

export interface FilterChoice {
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
}

/** Adds and changes filters of a few values each. */
export function FilterMenu({
  label,
  choices,
  list,
}: {
  label: string;
  choices: readonly FilterChoice[];
  list: ListControls;
}) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger className="inline-flex h-10 items-center gap-1.5 rounded-full border border-dashed border-strong px-3 text-12 font-medium text-muted hover:text-text data-[state=open]:text-text md:h-7">
        <ListFilter className="size-3.5" aria-hidden />
        {label}
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        {choices.map((choice) => (
          <div key={choice.name}>
            <DropdownMenuLabel>{choice.label}</DropdownMenuLabel>
            <DropdownMenuRadioGroup
              value={list.state.filters[choice.name] ?? ""}
              onValueChange={(value) => list.setFilter(choice.name, value)}
            >
              {choice.options.map((option) => (
                <DropdownMenuRadioItem key={option.value} value={option.value}>
                  {option.label}
                </DropdownMenuRadioItem>
              ))}
            </DropdownMenuRadioGroup>
          </div>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
