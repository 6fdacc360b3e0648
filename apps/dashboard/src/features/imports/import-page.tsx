"use client";

import { Button } from "@ecomm/ui/button";
import { ImportDrawing } from "@ecomm/ui/drawings";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { KeyFigure, KeyFigures } from "@ecomm/ui/key-figure";
import { formatNumber } from "@ecomm/ui/lib/numbers";
import {
  DetailColumns,
  KeyValue,
  KeyValues,
  Page,
  PageHeader,
  Panel,
  PanelHeader,
} from "@ecomm/ui/panel";
import { Progress } from "@ecomm/ui/progress";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Notice } from "@ecomm/ui/states";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useParams } from "next/navigation";
import { useEffect, useRef } from "react";
import { type Import, importQuery, importsKey, runImport } from "@/api/imports";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { useMay } from "@/shell/may";
import { OneThing } from "@/shell/one-thing";
import { shellTexts } from "@/shell/texts";
import { isMissing, troubleText } from "@/shell/trouble";
import { ImportDiff } from "./import-diff";
import { ImportIssues } from "./import-issues";
import { importsTexts } from "./texts";

const busy = (job: Import) => job.status === "queued" || job.status === "running";

/** One import: live progress, then what it would do or has done. */
export function ImportPage() {
  const t = useTexts(importsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { importId } = useParams<{ importId: string }>();
  const job = useQuery(importQuery(store.id, importId));
  usePageLabel(job.data?.filename ?? (isMissing(job.error) ? shell("missing_crumb") : null));
  return (
    <OneThing
      query={job}
      missing={{
        drawing: <ImportDrawing />,
        title: t("missing_title"),
        body: t("missing_body"),
        action: t("missing_action"),
        href: `/stores/${store.id}/imports`,
      }}
      skeleton={
        <div className="grid gap-4">
          <Skeleton className="h-5 w-60" />
          <Skeleton className="h-24 w-full rounded-panel" />
        </div>
      }
    >
      {(found) => <ImportReport job={found} storeId={store.id} />}
    </OneThing>
  );
}

function titleOf(job: Import, t: ReturnType<typeof useTexts<(typeof importsTexts)["messages"]>>) {
  const name = job.filename;
  if (job.status === "failed") return t("report_failed", { name });
  if (busy(job)) return t(job.dry_run ? "report_check" : "report_run", { name });
  return t(job.dry_run ? "report_checked" : "report_done", { name });
}

function ImportReport({ job, storeId }: { job: Import; storeId: string }) {
  const t = useTexts(importsTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const was = useRef(job.status);
  const may = useMay();
  const run = useMutation({
    mutationFn: () => runImport(storeId, job.id),
    onSuccess: async (started) => {
      client.setQueryData(importQuery(storeId, job.id).queryKey, started);
      await client.invalidateQueries({ queryKey: importsKey(storeId), exact: true });
    },
  });

  // Done just now: whatever shows products is out of date.
  useEffect(() => {
    if (was.current !== job.status && job.status === "done" && !job.dry_run) {
      client.invalidateQueries({
        predicate: ({ queryKey }) =>
          queryKey[1] === storeId && !queryKey.includes("imports") && queryKey.length > 2,
      });
    }
    was.current = job.status;
  }, [job.status, job.dry_run, client, storeId]);

  const home = `/stores/${storeId}`;
  const { summary } = job;
  const changes = summary ? summary.created + summary.updated : 0;
  const ready = job.status === "done" && job.dry_run;
  return (
    <Page form>
      <PageHeader
        title={titleOf(job, t)}
        sub={busy(job) ? t("leave") : undefined}
        actions={
          busy(job) ? null : (
            <>
              {may("catalog") ? (
                <Button asChild>
                  <Link
                    href={`${home}/${job.kind === "catalogue" ? "imports/new" : "import-review"}`}
                  >
                    {t("again")}
                  </Link>
                </Button>
              ) : null}
              {job.kind !== "catalogue" && job.status !== "failed" ? (
                <Button asChild variant="primary">
                  <Link href={`${home}/import-review?view=all&import=${job.id}`}>
                    {t("see_drafts")}
                  </Link>
                </Button>
              ) : null}
              {ready && changes > 0 && may("catalog") ? (
                <Button variant="primary" pending={run.isPending} onClick={() => run.mutate()}>
                  {run.isPending ? t("applying") : t("apply", { count: changes })}
                </Button>
              ) : null}
              {job.kind === "catalogue" && job.status === "done" && !job.dry_run ? (
                <Button asChild variant="primary">
                  <Link href={`${home}/products`}>{t("see_products")}</Link>
                </Button>
              ) : null}
            </>
          )
        }
      />
      <div className="grid gap-4">
        <FormProblem>{run.error ? troubleText(run.error, shell) : null}</FormProblem>
        {job.status === "failed" ? (
          <Notice tone="danger" title={job.error ?? t("status_failed")} />
        ) : null}
        {busy(job) ? <ImportProgress job={job} /> : null}
        {ready && changes === 0 && summary && summary.errors === 0 ? (
          <Notice tone="success">{t("apply_nothing")}</Notice>
        ) : null}
        {summary && !busy(job) ? <Summary job={job} summary={summary} storeId={storeId} /> : null}
      </div>
    </Page>
  );
}

function ImportProgress({ job }: { job: Import }) {
  const t = useTexts(importsTexts);
  const text =
    job.total > 0 ? t("progress", { done: job.done, total: job.total }) : t("progress_start");
  return (
    <Panel className="grid gap-3 p-4">
      <p role="status" className="num text-13 font-medium">
        {text}
      </p>
      <Progress value={job.total > 0 ? job.done / job.total : null} label={text} size="md" />
    </Panel>
  );
}

function Summary({
  job,
  summary,
  storeId,
}: {
  job: Import;
  summary: NonNullable<Import["summary"]>;
  storeId: string;
}) {
  const t = useTexts(importsTexts);
  const number = (value: number) => formatNumber(value, t.locale);
  const drafts = job.kind !== "catalogue";
  return (
    <>
      <KeyFigures>
        <KeyFigure
          label={t(drafts ? "kpi_drafts" : "kpi_new")}
          major={number(summary.created)}
          note={t("kpi_products_note", { count: summary.products })}
        />
        <KeyFigure
          label={t("kpi_changed")}
          major={number(summary.updated)}
          note={t("kpi_products_note", { count: summary.products })}
        />
        <KeyFigure
          label={t("kpi_same")}
          major={number(summary.unchanged)}
          note={t(drafts ? "kpi_there_note" : "kpi_same_note")}
        />
        <KeyFigure
          label={t("kpi_skipped")}
          major={number(summary.skipped)}
          note={t("kpi_skipped_note")}
        />
      </KeyFigures>
      <DetailColumns
        main={
          <>
            <ImportIssues job={job} storeId={storeId} />
            <ImportDiff job={job} />
          </>
        }
        side={
          <Panel>
            <PanelHeader title={t("facts")} />
            <KeyValues className="px-4 pb-4">
              <KeyValue label={t("fact_rows")}>{number(summary.rows)}</KeyValue>
              <KeyValue label={t("fact_variants")}>
                {number(summary.variants)}
                <span className="text-subtle">
                  {t("fact_tracked", { count: summary.tracked_variants })}
                </span>
              </KeyValue>
              <KeyValue label={t("fact_stock")}>{number(summary.stock_units)}</KeyValue>
              <KeyValue label={t("fact_pictures")}>
                {number(summary.pictures)}
                {summary.pictures_stored > 0 ? (
                  <span className="text-subtle">
                    {t("fact_pictures_stored", { count: summary.pictures_stored })}
                  </span>
                ) : null}
                {summary.pictures_failed > 0 ? (
                  <span className="text-danger">
                    {t("fact_pictures_failed", { count: summary.pictures_failed })}
                  </span>
                ) : null}
              </KeyValue>
            </KeyValues>
          </Panel>
        }
      />
    </>
  );
}
