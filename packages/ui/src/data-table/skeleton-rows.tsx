"use client";

import { useTexts } from "../i18n";
import { cn } from "../lib/cn";
import { Skeleton } from "../skeleton";
import { uiTexts } from "../texts";
import type { Column } from "./types";

const FROM = { md: "max-md:hidden", lg: "max-lg:hidden", xl: "max-xl:hidden" } as const;
const WIDTHS = ["w-36", "w-28", "w-24", "w-32", "w-26", "w-30"];

/** Rows of the table's final heights while it loads. */
export function SkeletonRows<Row>({
  columns,
  selectable,
  media,
}: {
  columns: readonly Column<Row>[];
  selectable: boolean;
  media: boolean;
}) {
  const t = useTexts(uiTexts);
  return (
    <tbody className="block md:table-row-group">
      {WIDTHS.map((width, at) => (
        <tr
          key={width}
          className="flex items-center border-b last:border-b-0 md:table-row [&>td]:md:border-b"
        >
          {selectable ? (
            <td className="block shrink-0 py-5 ps-4 pe-2 md:table-cell md:py-0">
              <Skeleton className="size-4" />
            </td>
          ) : null}
          <td
            className={cn(
              "flex flex-1 items-center gap-3 py-3 pe-4 md:hidden",
              !selectable && "ps-4",
            )}
          >
            {media ? <Skeleton className="size-9 rounded-sm" /> : null}
            <span className="grid flex-1 gap-2">
              <Skeleton className={width} />
              <Skeleton className="w-16" />
            </span>
            <Skeleton className="w-14" />
          </td>
          {columns.map((column, index) => (
            <td
              key={column.id}
              className={cn(
                "hidden px-2 last:pe-4 md:table-cell",
                index === 0 && !selectable && "ps-4",
                media ? "h-14" : "h-11",
                column.align === "end" && "text-end",
                column.hangingGlyph && "ps-7",
                column.spaced && "ps-6",
                column.from ? FROM[column.from] : undefined,
              )}
            >
              {index === 0 ? (
                <span className="flex items-center gap-3">
                  {media ? <Skeleton className="size-9 shrink-0 rounded-sm" /> : null}
                  <Skeleton className={width} />
                  {at === 0 ? <span className="sr-only">{t("loading")}</span> : null}
                </span>
              ) : (
                <Skeleton className="w-14" />
              )}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}
