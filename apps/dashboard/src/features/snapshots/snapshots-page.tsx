"use client";

import { Button } from "@ecomm/ui/button";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { uiTexts } from "@ecomm/ui/texts";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { type Snapshot, snapshotsQuery } from "@/api/snapshots";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { ReadOnlyNote } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { SnapshotRow } from "./snapshot-row";
import { snapshotsTexts } from "./texts";

const TakeDialog = dynamic(() => import("./take-dialog").then((part) => part.TakeDialog), {
  ssr: false,
});
const RestoreDialog = dynamic(() => import("./restore-dialog").then((part) => part.RestoreDialog), {
  ssr: false,
});

/** Backups of the store: which there are, taking one, comparing, going back. */
export function SnapshotsPage() {
  const t = useTexts(snapshotsTexts);
  const shell = useTexts(shellTexts);
  const ui = useTexts(uiTexts);
  const store = useStore();
  const may = useMay();
  const [page, setPage] = useState(1);
  const [taking, setTaking] = useState(false);
  const [chosen, setChosen] = useState<Snapshot | null>(null);
  const list = useQuery(snapshotsQuery(store.id, page));
  const error = loadError(list, shell);
  const rows = list.data?.items;
  const total = list.data?.page.total ?? 0;
  const add = may("backups") ? (
    <Button variant="primary" onClick={() => setTaking(true)}>
      <Plus aria-hidden />
      {t("take")}
    </Button>
  ) : null;
  return (
    <Page className="mx-auto max-w-220">
      <PageHeader title={t("title")} sub={t("intro")} actions={rows?.length === 0 ? null : add} />
      <div className="grid gap-4">
        <ReadOnlyNote what="backups" />
        <Panel aria-busy={rows === undefined && !error ? "true" : undefined}>
          {error ? (
            <LoadError error={error} />
          ) : rows === undefined ? (
            <div className="p-4">
              <Skeleton className="w-48" />
            </div>
          ) : rows.length === 0 ? (
            <EmptyState drawing={<ShelfDrawing />} title={t("empty_title")} actions={add}>
              {t(may("backups") ? "empty_body" : "empty_viewer")}
            </EmptyState>
          ) : (
            <ul className="divide-y">
              {rows.map((row) => (
                <SnapshotRow key={row.id} snapshot={row} onCompare={() => setChosen(row)} />
              ))}
            </ul>
          )}
        </Panel>
        {total > 25 ? (
          <div className="flex justify-end gap-2">
            <Button disabled={page === 1} onClick={() => setPage(page - 1)}>
              {ui("page_previous")}
            </Button>
            <Button disabled={page * 25 >= total} onClick={() => setPage(page + 1)}>
              {ui("page_next")}
            </Button>
          </div>
        ) : null}
      </div>
      {taking ? <TakeDialog onClose={() => setTaking(false)} /> : null}
      {chosen ? <RestoreDialog snapshot={chosen} onClose={() => setChosen(null)} /> : null}
    </Page>
  );
}
