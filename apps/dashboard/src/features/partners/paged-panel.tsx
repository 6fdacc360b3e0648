"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { Pages } from "@/api/partners";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { partnersTexts } from "./texts";

/** A list in a panel, a page at a time: its rows, or what to do so that there are some. */
export function PagedPanel<Row extends { id: string }>({
  title,
  empty,
  list,
  row,
}: {
  title: string;
  empty: { title: string; body: string };
  list: Pages<Row>;
  row: (one: Row) => ReactNode;
}) {
  const t = useTexts(partnersTexts);
  const shell = useTexts(shellTexts);
  const [page, setPage] = useState(1);
  const rows = useQuery({
    queryKey: [...list.key, page],
    queryFn: ({ signal }) => list.load(page, signal),
    placeholderData: keepPreviousData,
  });
  const error = loadError(rows, shell);
  const found = rows.data;
  const pages = found ? Math.ceil(found.page.total / found.page.per_page) : 1;
  return (
    <Panel aria-label={title}>
      <PanelHeader
        title={title}
        {...(found && found.page.total > 0
          ? { note: <span className="num">{found.page.total}</span> }
          : {})}
      />
      {error ? (
        <LoadError error={error} />
      ) : found === undefined ? (
        <div className="p-4" aria-busy="true">
          <Skeleton className="w-64" />
        </div>
      ) : found.items.length === 0 ? (
        <EmptyState title={empty.title} className="py-8">
          {empty.body}
        </EmptyState>
      ) : (
        <ul>
          {found.items.map((one) => (
            <li
              key={one.id}
              className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-3 text-13"
            >
              {row(one)}
            </li>
          ))}
        </ul>
      )}
      {pages > 1 ? (
        <div className="flex justify-end gap-2 border-t px-4 py-3">
          <Button size="sm" disabled={page === 1} onClick={() => setPage(page - 1)}>
            {t("newer")}
          </Button>
          <Button size="sm" disabled={page >= pages} onClick={() => setPage(page + 1)}>
            {t("older")}
          </Button>
        </div>
      ) : null}
    </Panel>
  );
}

/** What a row is about: a line, and a quieter one. */
export function RowName({ name, note }: { name: ReactNode; note: ReactNode }) {
  return (
    <span className="min-w-0 flex-1 basis-40">
      <span className="block font-medium wrap-anywhere">{name}</span>
      <span className="text-12 text-subtle">{note}</span>
    </span>
  );
}
