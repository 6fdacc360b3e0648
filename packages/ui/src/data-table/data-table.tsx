"use client";

import {
  type ColumnDef,
  columnVisibilityFeature,
  metaHelper,
  type RowSelectionState,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "../button";
import { Checkbox } from "../checkbox";
import { useTexts } from "../i18n";
import { cn } from "../lib/cn";
import { EmptyState, ErrorState } from "../states";
import { uiTexts } from "../texts";
import { usePhone } from "../use-phone";
import { BulkBar } from "./bulk-bar";
import { ColumnChoice, useColumnVisibility } from "./column-choice";
import type { ListControls } from "./list-state";
import { Pager } from "./pager";
import { SkeletonRows } from "./skeleton-rows";
import { SortHeader } from "./sort-header";
import type { BulkAction, Column, TablePage } from "./types";

const features = tableFeatures({
  columnVisibilityFeature,
  rowSelectionFeature,
  columnMeta: metaHelper<{ column: unknown }>(),
});

const FROM = { md: "max-md:hidden", lg: "max-lg:hidden", xl: "max-xl:hidden" } as const;

export interface DataTableProps<Row extends object> {
  /** Names this table in storage, for the choice of columns. */
  id: string;
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[] | undefined;
  rowId: (row: Row) => string;
  /** What a row is called, for its checkbox. */
  rowName: (row: Row) => string;
  /** Where a row leads. The first column's content should be a link to the same place. */
  onOpen?: (row: Row) => void;
  /** What else a key does with the row that has the focus. */
  keys?: Readonly<Record<string, (row: Row) => void>>;
  list: ListControls;
  page?: TablePage | undefined;
  error?: { text: string; reference?: string; retry: () => void } | null;
  bulk?: readonly BulkAction[];
  /** A row on phones: two lines beside its checkbox. */
  card: (row: Row) => ReactNode;
  /** Shown when there is nothing at all; nothing found shows how to clear the search. */
  empty: ReactNode;
  media?: boolean;
  /** Quiet while a new page loads, so that nothing jumps. */
  stale?: boolean;
  /** Takes the control that chooses columns, for the page to place in its toolbar. */
  onColumnChoice?: (control: ReactNode) => void;
}

/** A list from the server: sticky header, sorting, selection, pages, keyboard, every state. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { id, label, columns, rows, rowId, rowName, onOpen, list, page, error, bulk, card, keys } =
    props;
  const t = useTexts(uiTexts);
  const body = useRef<HTMLTableSectionElement>(null);
  const [rowSelection, setRowSelection] = useState<RowSelectionState>({});
  const [visibility, setVisibility] = useColumnVisibility(id);
  const phone = usePhone();
  const byId = useMemo(() => new Map(columns.map((column) => [column.id, column])), [columns]);
  const defs = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<typeof features, Row> => ({
          id: column.id,
          header: column.header,
          enableHiding: column.hideable ?? true,
          cell: (context) => column.cell(context.row.original),
        }),
      ),
    [columns],
  );
  const data = useMemo(() => [...(rows ?? [])], [rows]);
  const table = useTable({
    features,
    columns: defs,
    data,
    getRowId: rowId,
    state: { rowSelection, columnVisibility: visibility },
    onRowSelectionChange: setRowSelection,
    onColumnVisibilityChange: setVisibility,
  });
  const chosen = Object.keys(rowSelection).filter((key) => rowSelection[key]);
  const shown = table.getVisibleLeafColumns().flatMap((column) => byId.get(column.id) ?? []);
  const here = table.getRowModel().rows;
  const selectable = bulk !== undefined && bulk.length > 0;
  const marked = here.filter((row) => row.getIsSelected()).length;

  const { onColumnChoice } = props;
  useEffect(() => {
    onColumnChoice?.(
      <ColumnChoice columns={columns} visibility={visibility} onChange={setVisibility} />,
    );
  }, [onColumnChoice, columns, visibility, setVisibility]);

  function onKeyDown(event: KeyboardEvent<HTMLTableSectionElement>) {
    const row = event.target instanceof Element ? event.target.closest("tr") : null;
    if (!row || event.target !== row) return;
    const all = [...(body.current?.querySelectorAll<HTMLElement>("tr[data-row]") ?? [])];
    const at = all.indexOf(row);
    const entry = here[at];
    if (event.key === "ArrowDown" || event.key === "j") all[at + 1]?.focus();
    else if (event.key === "ArrowUp" || event.key === "k") all[at - 1]?.focus();
    else if (event.key === "Enter" && entry) onOpen?.(entry.original);
    else if ((event.key === "x" || event.key === " ") && selectable) entry?.toggleSelected();
    else if (entry && keys?.[event.key] && !event.metaKey && !event.ctrlKey && !event.altKey)
      keys[event.key]?.(entry.original);
    else return;
    event.preventDefault();
  }

  if (error) {
    return (
      <div className="rounded-panel inset-ring inset-ring-border">
        <ErrorState
          onRetry={error.retry}
          {...(error.reference ? { reference: error.reference } : {})}
        >
          {t("error_body", { reason: error.text })}
        </ErrorState>
      </div>
    );
  }
  const nothing = rows !== undefined && rows.length === 0;
  if (nothing) {
    return (
      <div className="rounded-panel inset-ring inset-ring-border">
        {list.narrowed || list.state.page > 1 ? (
          <EmptyState
            title={t("no_match_title")}
            actions={<Button onClick={list.clear}>{t("no_match_action")}</Button>}
          >
            {t("no_match_body")}
          </EmptyState>
        ) : (
          props.empty
        )}
      </div>
    );
  }
  return (
    <>
      <div
        aria-busy={rows === undefined || props.stale}
        className={cn(
          "-mx-4 border-y bg-surface md:mx-0 md:overflow-clip md:rounded-panel md:border",
          props.stale && "opacity-60",
        )}
      >
        <table
          aria-label={label}
          className="block w-full table-fixed border-separate border-spacing-0 text-13 md:table"
        >
          <thead className="hidden md:table-header-group">
            <tr>
              {selectable ? (
                <th
                  scope="col"
                  className="sticky top-(--topbar) z-10 h-9 w-10 border-b bg-sunken ps-4 pe-2"
                >
                  <Checkbox
                    aria-label={t("select_all")}
                    disabled={rows === undefined}
                    checked={marked === 0 ? false : marked === here.length ? true : "indeterminate"}
                    onCheckedChange={(value) => table.toggleAllRowsSelected(value === true)}
                  />
                </th>
              ) : null}
              {shown.map((column, at) => (
                <SortHeader
                  key={column.id}
                  column={column}
                  first={at === 0 && !selectable}
                  list={list}
                  className={column.from ? FROM[column.from] : undefined}
                />
              ))}
            </tr>
          </thead>
          {rows === undefined ? (
            <SkeletonRows columns={shown} selectable={selectable} media={props.media ?? false} />
          ) : (
            <tbody ref={body} onKeyDown={onKeyDown} className="block md:table-row-group">
              {here.map((row, at) => {
                const selected = row.getIsSelected();
                return (
                  <tr
                    key={row.id}
                    data-row
                    tabIndex={at === 0 ? 0 : -1}
                    aria-selected={selectable ? selected : undefined}
                    onClick={(event) => {
                      const hit = event.target instanceof Element ? event.target : null;
                      if (hit?.closest("a,button,input,label,[role=checkbox]")) return;
                      if (window.getSelection()?.toString()) return;
                      onOpen?.(row.original);
                    }}
                    className={cn(
                      "group/row relative flex border-b last:border-b-0 focus-visible:-outline-offset-2 md:table-row [&>td]:md:border-b last:[&>td]:md:border-b-0",
                      onOpen && "cursor-pointer",
                      selected
                        ? "bg-selected shadow-[inset_2px_0_0_var(--accent)] rtl:shadow-[inset_-2px_0_0_var(--accent)]"
                        : "hover:bg-hover",
                    )}
                  >
                    {selectable ? (
                      <td className="block shrink-0 py-5 ps-4 pe-2 align-middle md:table-cell md:py-0">
                        <Checkbox
                          aria-label={t("select_row", { name: rowName(row.original) })}
                          checked={selected}
                          onCheckedChange={(value) => row.toggleSelected(value === true)}
                        />
                      </td>
                    ) : null}
                    {phone ? (
                      <td className={cn("block min-w-0 flex-1 py-3 pe-4", !selectable && "ps-4")}>
                        {card(row.original)}
                      </td>
                    ) : null}
                    {(phone ? [] : row.getVisibleCells()).map((cell, place) => {
                      const column = byId.get(cell.column.id);
                      return (
                        <td
                          key={cell.id}
                          className={cn(
                            "px-2 align-middle last:pe-4",
                            place === 0 && !selectable && "ps-4",
                            props.media ? "h-14" : "h-11",
                            column?.align === "end" && "num text-end",
                            column?.hangingGlyph && "ps-7",
                            column?.spaced && "ps-6",
                            column?.from ? FROM[column.from] : undefined,
                          )}
                        >
                          <table.FlexRender cell={cell} />
                        </td>
                      );
                    })}
                  </tr>
                );
              })}
            </tbody>
          )}
        </table>
        {page ? <Pager page={page} onPage={(next) => list.update({ page: next })} /> : null}
      </div>
      {selectable ? (
        <BulkBar
          ids={chosen}
          onClear={() => setRowSelection({})}
          actions={bulk.map((action) => ({
            ...action,
            run: (ids) => {
              action.run(ids);
              setRowSelection({});
            },
          }))}
        />
      ) : null}
    </>
  );
}
