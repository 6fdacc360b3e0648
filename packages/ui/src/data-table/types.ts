import type { ReactNode } from "react";

/** From which page width on a column is shown. */
export type Screen = "md" | "lg" | "xl";

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Name of the server's sort key; without it the column does not sort. */
  sort?: string;
  /** Which way a first click sorts. */
  sortFirst?: "asc" | "desc";
  align?: "start" | "end";
  /** CSS width; one column at least should have none and take the rest. */
  width?: string;
  from?: Screen;
  /** False for columns that make no sense to hide. */
  hideable?: boolean;
  /** Glyphs hang left of the words, so that words line up under the header. */
  hangingGlyph?: boolean;
  /** Air before a column of words that follows one of numbers. */
  spaced?: boolean;
}

/** Where a page of a list stands, as the API says. */
export interface TablePage {
  total: number;
  page: number;
  per_page: number;
}

export interface BulkAction {
  key: string;
  label: string;
  run: (ids: string[]) => void;
  danger?: boolean;
}
