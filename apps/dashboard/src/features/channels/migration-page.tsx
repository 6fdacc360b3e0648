"use client";

import { Button } from "@ecomm/ui/button";
import { ImportDrawing } from "@ecomm/ui/drawings";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { KeyFigure, KeyFigures } from "@ecomm/ui/key-figure";
import { formatNumber } from "@ecomm/ui/lib/numbers";
import { Page, PageHeader, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Progress } from "@ecomm/ui/progress";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Notice } from "@ecomm/ui/states";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useParams, useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import {
  beginMigration,
  channelsQuery,
  isBusy,
  type Migration,
  migrationQuery,
  migrationsKey,
  pauseMigration,
  resumeMigration,
} from "@/api/channels";
import { useStore } from "@/features/stores/store-context";
import { usePageLabel } from "@/shell/crumbs";
import { useMay } from "@/shell/may";
import { OneThing } from "@/shell/one-thing";
import { shellTexts } from "@/shell/texts";
import { isMissing, troubleText } from "@/shell/trouble";
import { ratio, type Sums, sums } from "./figures";
import { Diff, EntityFigures, Issues } from "./report";
import { RunStatus } from "./status";
import { channelsTexts } from "./texts";

/** One migration: how far it is, what came or would come, and what not and why. */
export function MigrationPage() {
  const t = useTexts(channelsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { migrationId } = useParams<{ migrationId: string }>();
  const job = useQuery(migrationQuery(store.id, migrationId));
  const channels = useQuery(channelsQuery(store.id));
  const name =
    channels.data?.find((one) => one.id === job.data?.channel_id)?.name ?? t("unknown_shop");
  usePageLabel(job.data ? name : isMissing(job.error) ? shell("missing_crumb") : null);
  return (
    <OneThing
      query={job}
      missing={{
        drawing: <ImportDrawing />,
        title: t("missing_title"),
        body: t("missing_body"),
        action: t("missing_action"),
        href: `/stores/${store.id}/channels`,
      }}
      skeleton={
        <div className="grid gap-4">
          <Skeleton className="h-5 w-60" />
          <Skeleton className="h-24 w-full rounded-panel" />
        </div>
      }
    >
      {(found) => <Report job={found} name={name} />}
    </OneThing>
  );
}

function titleKey(job: Migration) {
  if (job.dry_run) return "run_dry";
  return job.status === "done" ? "run_done" : "run_real";
}

function Report({ job, name }: { job: Migration; name: string }) {
  const t = useTexts(channelsTexts);
  const shell = useTexts(shellTexts);
  const { act, actions } = useActs(job);
  const busy = isBusy(job);
  const all = sums(job.entities);
  const changes = all.create + all.update;
  useRefresh(job);
  return (
    <Page>
      <PageHeader
        title={t(titleKey(job), { name })}
        status={<RunStatus job={job} pill />}
        sub={busy ? t("leave") : undefined}
        actions={actions(changes)}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <FormProblem>{act.error ? troubleText(act.error, shell) : null}</FormProblem>
        {job.status === "failed" ? (
          <Notice tone="danger" title={job.error ?? t("status_failed")}>
            {t("failed_body")}
          </Notice>
        ) : null}
        {job.status === "paused" ? (
          <Notice tone="warning" title={t("paused_note")}>
            {t("paused_body")}
          </Notice>
        ) : null}
        {job.status === "done" && changes === 0 && all.skip === 0 ? (
          <Notice tone="success">{t("nothing")}</Notice>
        ) : null}
        {job.status === "done" ? <Figures all={all} /> : <HowFar all={all} />}
        <Panel>
          <PanelHeader title={t("entities")} />
          <EntityFigures job={job} />
        </Panel>
        <Issues job={job} />
        <Diff job={job} />
      </div>
    </Page>
  );
}

/** What can be done with it now. */
function useActs(job: Migration) {
  const t = useTexts(channelsTexts);
  const store = useStore();
  const router = useRouter();
  const may = useMay();
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: (what: "pause" | "resume" | "apply") => {
      if (what === "pause") return pauseMigration(store.id, job.id);
      if (what === "resume") return resumeMigration(store.id, job.id);
      return beginMigration(store.id, {
        channel_id: job.channel_id,
        dry_run: false,
        entities: job.entities.map((one) => one.entity),
      });
    },
    onSuccess: async (told) => {
      client.setQueryData(migrationQuery(store.id, told.id).queryKey, told);
      await client.invalidateQueries({ queryKey: [...migrationsKey(store.id), "list"] });
      if (told.id !== job.id) router.push(`/stores/${store.id}/channels/${told.id}`);
    },
  });
  const button = (what: "pause" | "resume" | "apply") => (
    <Button
      {...(what === "pause" ? {} : { variant: "primary" as const })}
      pending={act.isPending}
      onClick={() => act.mutate(what)}
    >
      {t(what)}
    </Button>
  );
  const actions = (changes: number) => {
    if (job.status === "done" && !job.dry_run) {
      return (
        <>
          <Button asChild>
            <Link href={`/stores/${store.id}/past-orders`}>{t("past")}</Link>
          </Button>
          <Button asChild variant="primary">
            <Link href={`/stores/${store.id}/products`}>{t("see_products")}</Link>
          </Button>
        </>
      );
    }
    if (!may("channels")) return null;
    if (isBusy(job)) return button("pause");
    if (job.status === "done") return changes > 0 ? button("apply") : null;
    return button("resume");
  };
  return { act, actions };
}

/** Done just now: whatever shows products, customers or redirects is out of date. */
function useRefresh(job: Migration) {
  const client = useQueryClient();
  const store = useStore();
  const was = useRef(job.status);
  useEffect(() => {
    if (was.current !== job.status && job.status === "done" && !job.dry_run) {
      client.invalidateQueries({
        predicate: ({ queryKey }) =>
          queryKey[1] === store.id && !queryKey.includes("migrations") && queryKey.length > 2,
      });
    }
    was.current = job.status;
  }, [job.status, job.dry_run, client, store.id]);
}

function HowFar({ all }: { all: Sums }) {
  const t = useTexts(channelsTexts);
  const text = all.all > 0 ? t("progress", all) : t("progress_start");
  return (
    <Panel className="grid gap-3 p-4">
      <p role="status" className="num text-13 font-medium">
        {text}
      </p>
      <Progress value={ratio(all)} label={text} size="md" />
    </Panel>
  );
}

function Figures({ all }: { all: Sums }) {
  const t = useTexts(channelsTexts);
  const number = (value: number) => formatNumber(value, t.locale);
  const note = t("kpi_note", { all: all.read });
  return (
    <KeyFigures>
      <KeyFigure label={t("kpi_new")} major={number(all.create)} note={note} />
      <KeyFigure label={t("kpi_changed")} major={number(all.update)} note={note} />
      <KeyFigure label={t("kpi_same")} major={number(all.unchanged)} note={t("kpi_same_note")} />
      <KeyFigure label={t("kpi_skipped")} major={number(all.skip)} note={t("kpi_skipped_note")} />
    </KeyFigures>
  );
}
