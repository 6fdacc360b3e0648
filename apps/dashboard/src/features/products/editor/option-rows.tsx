"use client";

import { useSortable } from "@dnd-kit/sortable";
import { IconButton } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { cn } from "@ecomm/ui/lib/cn";
import { GripVertical, Plus, X } from "lucide-react";
import { useEffect, useState } from "react";
import type { OptionDraft } from "./matrix";
import { editorTexts } from "./texts";

export interface OptionActions {
  rename: (name: string) => boolean;
  addValue: (value: string) => boolean;
  removeValue: (value: string) => void;
  remove: () => void;
}

/** An option: its name, its values, and ways to change both. */
export function OptionRow({ option, actions }: { option: OptionDraft; actions: OptionActions }) {
  const t = useTexts(editorTexts);
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition } =
    useSortable({ id: option.name });
  const [name, setName] = useState(option.name);
  useEffect(() => setName(option.name), [option.name]);
  return (
    <li
      ref={setNodeRef}
      style={{
        ...(transform ? { transform: `translate3d(0, ${Math.round(transform.y)}px, 0)` } : {}),
        ...(transition ? { transition } : {}),
      }}
      className="flex flex-wrap items-center gap-2 border-t bg-surface px-2 py-1.5 text-13 first:border-0 sm:flex-nowrap"
    >
      <button
        type="button"
        ref={setActivatorNodeRef}
        {...attributes}
        {...listeners}
        aria-label={t("option_move", { name: option.name })}
        className="grid size-8 shrink-0 cursor-grab in-disabled:hidden touch-none place-items-center rounded-xs text-subtle hover:bg-hover hover:text-text md:size-6"
      >
        <GripVertical className="size-4" aria-hidden />
      </button>
      <input
        aria-label={t("option_rename", { name: option.name })}
        value={name}
        maxLength={60}
        onChange={(event) => setName(event.target.value)}
        onBlur={() => {
          if (!actions.rename(name.trim())) setName(option.name);
        }}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          event.preventDefault();
          event.currentTarget.blur();
        }}
        className="h-8 w-24 shrink-0 rounded-xs bg-transparent px-1.5 hover:bg-hover focus-visible:outline-offset-0 max-sm:flex-1"
      />
      <div className="flex min-w-0 flex-1 flex-wrap gap-1.5 max-sm:order-last max-sm:basis-full">
        {option.values.map((value) => (
          <span
            key={value}
            className="inline-flex h-9 max-w-full items-center gap-1 rounded-sm bg-sunken ps-2.5 pe-1 in-disabled:pe-2.5 inset-ring inset-ring-border md:h-7"
          >
            <span className="truncate">{value}</span>
            <button
              type="button"
              aria-label={t("value_remove", { value })}
              onClick={() => actions.removeValue(value)}
              className="grid size-7 place-items-center in-disabled:hidden rounded-xs text-subtle hover:text-text md:size-5"
            >
              <X className="size-3" aria-hidden />
            </button>
          </span>
        ))}
        <AddValue label={t("value_add_label", { name: option.name })} onAdd={actions.addValue} />
      </div>
      <IconButton
        label={t("option_remove", { name: option.name })}
        size="icon-sm"
        className="in-disabled:hidden"
        onClick={actions.remove}
      >
        <X aria-hidden />
      </IconButton>
    </li>
  );
}

function AddValue({ label, onAdd }: { label: string; onAdd: (value: string) => boolean }) {
  const t = useTexts(editorTexts);
  const [text, setText] = useState<string | null>(null);
  if (text === null) {
    return (
      <button
        type="button"
        aria-label={label}
        onClick={() => setText("")}
        className="inline-flex h-9 items-center gap-1 rounded-sm px-2 in-disabled:hidden text-muted hover:text-text md:h-7"
      >
        <Plus className="size-3.5" aria-hidden />
        {t("value_add")}
      </button>
    );
  }
  function commit(keepOpen: boolean) {
    const typed = text?.trim() ?? "";
    const added = typed === "" || onAdd(typed);
    setText(keepOpen && added ? "" : added ? null : text);
  }
  return (
    <input
      aria-label={label}
      value={text}
      // biome-ignore lint/a11y/noAutofocus: the button that was pressed has just become this field
      autoFocus
      maxLength={120}
      placeholder={t("value_add")}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => commit(false)}
      onKeyDown={(event) => {
        if (event.key === "Enter") {
          event.preventDefault();
          commit(true);
        }
        if (event.key === "Escape") setText(null);
      }}
      className={cn(
        "h-9 w-28 rounded-sm border border-strong bg-surface px-2 focus-visible:-outline-offset-1 md:h-7",
      )}
    />
  );
}
