"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { useTexts } from "../i18n";
import { cn } from "../lib/cn";
import { uiTexts } from "../texts";
import type { ListControls } from "./list-state";
import type { Column } from "./types";

/** A column's heading; where the server can sort by it, a button that does. */
export function SortHeader<Row>({
  column,
  list,
  first,
  className,
}: {
  column: Column<Row>;
  list: ListControls;
  first: boolean;
  className?: string | undefined;
}) {
  const t = useTexts(uiTexts);
  const { sort } = list.state;
  const key = column.sort;
  const way = key === undefined ? null : sort === key ? "asc" : sort === `-${key}` ? "desc" : null;
  const Arrow = way === "desc" ? ArrowDown : ArrowUp;

  function toggle() {
    if (key === undefined) return;
    const down = way === null ? column.sortFirst === "desc" : way === "asc";
    list.update({ sort: down ? `-${key}` : key });
  }

  return (
    <th
      scope="col"
      aria-sort={way === null ? undefined : way === "asc" ? "ascending" : "descending"}
      style={column.width ? { width: column.width } : undefined}
      className={cn(
        "sticky top-(--topbar) z-10 h-9 border-b bg-sunken px-2 text-start text-12 font-medium whitespace-nowrap text-muted last:pe-4",
        first && "ps-4",
        column.align === "end" && "text-end",
        column.hangingGlyph && "ps-7",
        column.spaced && "ps-6",
        className,
      )}
    >
      {key === undefined ? (
        column.header
      ) : (
        <button
          type="button"
          onClick={toggle}
          aria-label={
            way === null
              ? t("sort_by", { name: column.header })
              : t(way === "asc" ? "sorted_up" : "sorted_down", { name: column.header })
          }
          className={cn(
            "inline-flex items-center gap-0.5 rounded-xs align-middle font-medium hover:text-text",
            way !== null && "text-text",
          )}
        >
          {way === null ? null : <Arrow className="size-3.5" aria-hidden />}
          {column.header}
        </button>
      )}
    </th>
  );
}
