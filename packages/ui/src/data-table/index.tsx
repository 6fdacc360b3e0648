"use client";

export { BulkBar } from "./bulk-bar";
export { DataTable, type DataTableProps } from "./data-table";
export { type ListControls, type ListState, useListState } from "./list-state";
export { FilterChip, FilterMenu, TableToolbar } from "./toolbar";
export type { BulkAction, Column, TablePage } from "./types";
