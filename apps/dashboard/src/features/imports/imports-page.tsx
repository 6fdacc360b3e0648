"use client";

import { Button } from "@ecomm/ui/button";
import { ImportDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import { useQuery } from "@tanstack/react-query";
import { Import as ImportIcon } from "lucide-react";
import Link from "next/link";
import { type ImportRow, importsQuery } from "@/api/imports";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { importsTexts } from "./texts";

const LOOKS: Record<ImportRow["status"], { glyph: Glyph; tone: Tone }> = {
  queued: { glyph: "circle", tone: "idle" },
  running: { glyph: "circle-half", tone: "info" },
  done: { glyph: "circle-full", tone: "success" },
  failed: { glyph: "cross", tone: "danger" },
  cancelled: { glyph: "blocked", tone: "idle" },
};

function resultOf(
  row: ImportRow,
  t: ReturnType<typeof useTexts<(typeof importsTexts)["messages"]>>,
): string {
  if (row.summary) {
    const { created, updated, errors } = row.summary;
    return t("row_result", { created, updated, errors });
  }
  return row.total > 0 ? t("row_progress", { done: row.done, total: row.total }) : "";
}

/** Every import of the store, the latest first; those that work are live. */
export function ImportsPage() {
  const t = useTexts(importsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const imports = useQuery(importsQuery(store.id));
  const may = useMay();
  const error = loadError(imports, shell);
  const rows = imports.data?.items;
  const home = `/stores/${store.id}/imports`;
  const add = may("catalog") ? (
    <Button asChild variant="primary">
      <Link href={`${home}/new`}>
        <ImportIcon aria-hidden />
        {t("new")}
      </Link>
    </Button>
  ) : null;
  return (
    <Page>
      <PageHeader title={t("title")} actions={rows?.length === 0 ? null : add} />
      <Panel>
        {error ? (
          <LoadError error={error} />
        ) : rows === undefined ? (
          <div aria-busy="true">
            {["a", "b", "c"].map((key) => (
              <div key={key} className="flex h-15 items-center gap-6 border-t px-4 first:border-0">
                <Skeleton className="w-48" />
                <Skeleton className="ms-auto w-24" />
              </div>
            ))}
          </div>
        ) : rows.length === 0 ? (
          <EmptyState drawing={<ImportDrawing />} title={t("empty_title")} actions={add}>
            {t(may("catalog") ? "empty_body" : "empty_viewer")}
          </EmptyState>
        ) : (
          <ul>
            {rows.map((row) => (
              <li
                key={row.id}
                className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 gap-y-0.5 border-t px-4 py-3 text-13 first:border-0 hover:bg-hover md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_140px_140px]"
              >
                <Link
                  href={`${home}/${row.id}`}
                  className="truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
                >
                  {row.filename}
                </Link>
                <span className="num truncate text-muted max-md:col-span-2 max-md:row-start-2 max-md:text-12">
                  {resultOf(row, t)}
                </span>
                <Status {...LOOKS[row.status]}>
                  {row.status === "done"
                    ? t(row.dry_run ? "dry" : "applied")
                    : t(`status_${row.status}`)}
                </Status>
                <time
                  dateTime={row.created_at}
                  className="num text-end text-12 text-subtle max-md:col-span-2 max-md:text-start"
                >
                  {formatDate(row.created_at, "day", t.locale, store.timezone)},{" "}
                  {formatDate(row.created_at, "time", t.locale, store.timezone)}
                </time>
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </Page>
  );
}
