"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogContent } from "@ecomm/ui/dialog";
import { ImportDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Progress } from "@ecomm/ui/progress";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import {
  type BulkEdit,
  bulkEditsKey,
  bulkEditsQuery,
  bulkItemsQuery,
  isBusy,
  resumeBulkEdit,
} from "@/api/bulk-edits";
import type { Store } from "@/api/stores";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { BulkDiff } from "./bulk-diff";
import { kindOf } from "./operations";
import { bulkTexts } from "./texts";
import { useBulkRuns } from "./use-bulk-runs";

const LOOKS: Record<BulkEdit["status"], { glyph: Glyph; tone: Tone }> = {
  queued: { glyph: "circle", tone: "idle" },
  running: { glyph: "circle-half", tone: "info" },
  done: { glyph: "circle-full", tone: "success" },
  failed: { glyph: "cross", tone: "danger" },
  undoing: { glyph: "circle-half", tone: "info" },
  undone: { glyph: "blocked", tone: "idle" },
};

/** The store's bulk edits of the last thirty days, each with its result and its undo. */
export function BulkEditsPage() {
  const t = useTexts(bulkTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const edits = useQuery(bulkEditsQuery(store.id, 1));
  const [shown, setShown] = useState<BulkEdit | null>(null);
  const error = loadError(edits, shell);
  const rows = edits.data?.items;
  return (
    <Page>
      <PageHeader title={t("title")} count={edits.data?.page.total} />
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
          <EmptyState
            drawing={<ImportDrawing />}
            title={t("empty_title")}
            actions={
              <Button asChild variant="primary">
                <Link href={`/stores/${store.id}/products`}>{t("to_products")}</Link>
              </Button>
            }
          >
            {t("empty_body")}
          </EmptyState>
        ) : (
          <ul>
            {rows.map((job) => (
              <EditRow key={job.id} job={job} store={store} onShow={() => setShown(job)} />
            ))}
          </ul>
        )}
      </Panel>
      {shown ? <Details job={shown} store={store} onClose={() => setShown(null)} /> : null}
    </Page>
  );
}

/** What an edit does, in words. */
function useWhat(): (job: BulkEdit) => string {
  const t = useTexts(bulkTexts);
  return (job) => job.operations.map((one) => t(`op_${kindOf(one)}`)).join(", ");
}

function EditRow({ job, store, onShow }: { job: BulkEdit; store: Store; onShow: () => void }) {
  const t = useTexts(bulkTexts);
  const shell = useTexts(shellTexts);
  const may = useMay();
  const client = useQueryClient();
  const { undo } = useBulkRuns(store);
  const resume = useMutation({
    mutationFn: () => resumeBulkEdit(store.id, job.id),
    onSuccess: () => client.invalidateQueries({ queryKey: bulkEditsKey(store.id) }),
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const what = useWhat()(job);
  const busy = isBusy(job);
  const late = new Date(job.undo_until) < new Date();
  const undoable = !busy && job.status !== "undone" && job.changed > 0 && !late;
  const result =
    job.status === "undone"
      ? t("row_undone", { undone: job.undone, kept: job.kept })
      : [
          t("row_result", { changed: job.changed }),
          ...(job.failed > 0 ? [t("row_failed", { count: job.failed })] : []),
        ].join(", ");
  return (
    <li className="grid gap-x-6 gap-y-1.5 border-t px-4 py-3 text-13 first:border-0 md:grid-cols-[minmax(0,1fr)_120px_minmax(0,200px)_auto] md:items-center">
      <span className="min-w-0">
        <button
          type="button"
          onClick={onShow}
          aria-label={t("details_of", { what })}
          className="block max-w-full truncate rounded-xs text-start font-medium hover:text-accent"
        >
          {what}
        </button>
        <time dateTime={job.created_at} className="num text-12 text-subtle">
          {formatDate(job.created_at, "full", t.locale, store.timezone)}
        </time>
      </span>
      <Status {...LOOKS[job.status]}>{t(`status_${job.status}`)}</Status>
      {busy ? (
        <span className="grid gap-1">
          <span className="num text-12 text-muted">
            {t("progress", { done: job.done, total: job.total })}
          </span>
          <Progress value={job.done / Math.max(1, job.total)} label={what} />
        </span>
      ) : (
        <span className="num text-muted">{result}</span>
      )}
      <span className="flex gap-2 justify-self-start md:justify-self-end">
        {job.status === "failed" && may("catalog") ? (
          <Button pending={resume.isPending} onClick={() => resume.mutate()}>
            {t("resume")}
          </Button>
        ) : null}
        {undoable && may("catalog") ? (
          <Button
            aria-label={t("undo_what", { what })}
            title={t("undo_until", {
              day: formatDate(job.undo_until, "dayYear", t.locale, store.timezone),
            })}
            pending={undo.isPending}
            onClick={() => undo.mutate(job.id)}
          >
            {t("undo")}
          </Button>
        ) : null}
      </span>
    </li>
  );
}

function Details({ job, store, onClose }: { job: BulkEdit; store: Store; onClose: () => void }) {
  const t = useTexts(bulkTexts);
  const shell = useTexts(shellTexts);
  const items = useQuery(bulkItemsQuery(store.id, job.id, `${job.status}${job.done}`));
  const error = loadError(items, shell);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("details")} description={useWhat()(job)} className="max-w-160">
        <DialogBody>
          {error ? (
            <LoadError error={error} />
          ) : items.data ? (
            <>
              <BulkDiff items={items.data.items} currency={store.currency} />
              {items.data.page.total > items.data.items.length ? (
                <p className="pt-2 text-12 text-subtle">
                  {t("shown", { count: items.data.items.length })}
                </p>
              ) : null}
            </>
          ) : (
            <Skeleton className="w-60" />
          )}
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}
