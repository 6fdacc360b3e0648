"use client";

import { QuietButtons } from "@ecomm/ui/button";
import { DataTable, type DataTableProps, TableToolbar } from "@ecomm/ui/data-table";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader } from "@ecomm/ui/panel";
import { ViewTabs } from "@ecomm/ui/tabs";
import { type ComponentProps, type ReactNode, useState } from "react";
import { shellTexts } from "./texts";
import { loadError } from "./trouble";

type Table<Row extends object> = DataTableProps<Row>;

interface Props<Row extends object>
  extends Omit<Table<Row>, "label" | "rows" | "page" | "stale" | "error" | "onColumnChoice"> {
  title: string;
  /** Buttons at the top. */
  actions?: ReactNode;
  views: Omit<ComponentProps<typeof ViewTabs>, "label"> & { label: string };
  /** What stands above the list, e.g. how far a job is that fills it. */
  notice?: ReactNode;
  placeholder: string;
  /** How many there are, in words. */
  count: (total: number) => string;
  /** Chips and menu. */
  filters?: ReactNode;
  query: {
    data: { items: Row[]; page: NonNullable<Table<Row>["page"]> } | undefined;
    isPlaceholderData: boolean;
    error: unknown;
    refetch: () => unknown;
  };
}

/** A list: title and count, saved views, search and filters, the table, pages. */
export function ListPage<Row extends object>({
  title,
  actions,
  views,
  notice,
  placeholder,
  count,
  filters,
  query,
  ...table
}: Props<Row>) {
  const t = useTexts(shellTexts);
  const [columnChoice, setColumnChoice] = useState<ReactNode>(null);
  const { list } = table;
  const total = query.data?.page.total;
  // Nothing at all, in no view: the empty state has the one primary button.
  const bare = total === 0 && !list.narrowed && views.current === views.views[0]?.key;
  return (
    <Page>
      <QuietButtons value={bare}>
        <PageHeader title={title} count={list.narrowed ? undefined : total} actions={actions} />
      </QuietButtons>
      {notice}
      <ViewTabs {...views} />
      <TableToolbar
        list={list}
        placeholder={placeholder}
        end={
          <>
            {total === undefined ? null : <span className="num">{count(total)}</span>}
            {columnChoice}
          </>
        }
      >
        {filters}
      </TableToolbar>
      <DataTable
        {...table}
        label={title}
        rows={query.data?.items}
        page={query.data?.page}
        stale={query.isPlaceholderData}
        error={loadError(query, t)}
        onColumnChoice={setColumnChoice}
      />
    </Page>
  );
}
