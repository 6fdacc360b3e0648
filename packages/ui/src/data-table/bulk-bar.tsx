"use client";

import { MoreHorizontal, X } from "lucide-react";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "../dropdown-menu";
import { useTexts } from "../i18n";
import { cn } from "../lib/cn";
import { uiTexts } from "../texts";
import type { BulkAction } from "./types";

const button =
  "h-10 shrink-0 rounded-sm px-2.5 font-medium hover:bg-inverse-hover focus-visible:-outline-offset-2 focus-visible:outline-on-inverse md:h-8";

/** What can be done with the chosen rows; floats over the foot of the table. */
export function BulkBar({
  ids,
  actions,
  onClear,
}: {
  ids: string[];
  actions: readonly BulkAction[];
  onClear: () => void;
}) {
  const t = useTexts(uiTexts);
  if (ids.length === 0) return null;
  const [first, second, ...rest] = actions;
  const near = [first, second].filter((action) => action !== undefined);
  return (
    <div
      role="toolbar"
      data-floating
      aria-label={t("selected", { count: ids.length })}
      className="sticky bottom-21 z-20 mx-auto mt-3 flex w-full animate-rise items-center gap-0.5 rounded-panel bg-inverse p-1 text-13 whitespace-nowrap text-on-inverse shadow-pop md:bottom-4 md:-mt-5 md:w-max"
    >
      <span role="status" className="num px-2.5">
        {t("selected", { count: ids.length })}
      </span>
      <span aria-hidden="true" className="mx-1 h-4 w-px bg-inverse-line" />
      {near.map((action) => (
        <button key={action.key} type="button" className={button} onClick={() => action.run(ids)}>
          {action.label}
        </button>
      ))}
      {rest.map((action) => (
        <button
          key={action.key}
          type="button"
          className={cn(button, "hidden md:block")}
          onClick={() => action.run(ids)}
        >
          {action.label}
        </button>
      ))}
      {rest.length > 0 ? (
        <DropdownMenu>
          <DropdownMenuTrigger aria-label={t("more")} className={cn(button, "md:hidden")}>
            <MoreHorizontal className="size-4" aria-hidden />
          </DropdownMenuTrigger>
          <DropdownMenuContent>
            {rest.map((action) => (
              <DropdownMenuItem key={action.key} onSelect={() => action.run(ids)}>
                {action.label}
              </DropdownMenuItem>
            ))}
          </DropdownMenuContent>
        </DropdownMenu>
      ) : null}
      <span aria-hidden="true" className="mx-1 ms-auto h-4 w-px bg-inverse-line" />
      <button
        type="button"
        aria-label={t("clear_selection")}
        className={cn(button, "grid w-10 place-items-center px-0 md:w-8")}
        onClick={onClear}
      >
        <X className="size-4" aria-hidden />
      </button>
    </div>
  );
}
