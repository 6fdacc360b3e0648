"use client";

import { Button } from "@ecomm/ui/button";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Page, PageHeader, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import { ViewTabs } from "@ecomm/ui/tabs";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import {
  checkNow,
  type Mismatch,
  mismatchesKey,
  mismatchesQuery,
  type Run,
  runsKey,
  runsQuery,
} from "@/api/payments";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { reconciliationTexts } from "./texts";

const ResolveDialog = dynamic(() => import("./resolve-dialog").then((part) => part.ResolveDialog), {
  ssr: false,
});

const VIEWS = ["open", "resolved", "all"] as const;

/** What the daily comparison with the providers found: nothing, it is hoped. */
export function ReconciliationPage() {
  const t = useTexts(reconciliationTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const may = useMay();
  const runs = useQuery(runsQuery(store.id));
  const running = runs.data?.items.some((run) => run.status === "queued") ?? false;
  useEffect(() => {
    // A comparison has ended, or the page was opened.
    if (!running) void client.invalidateQueries({ queryKey: mismatchesKey(store.id) });
  }, [running, client, store.id]);
  const check = useMutation({
    mutationFn: () => checkNow(store.id),
    onSuccess: async () => {
      toast.message(t("checking"));
      await client.invalidateQueries({ queryKey: runsKey(store.id) });
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const error = loadError(runs, shell);
  return (
    <Page>
      <PageHeader
        title={t("title")}
        sub={t("lead")}
        actions={
          may("orders") ? (
            <Button
              variant="primary"
              pending={check.isPending || running}
              onClick={() => check.mutate()}
            >
              {t("check")}
            </Button>
          ) : null
        }
      />
      <div className="grid gap-4">
        <Panel>
          <PanelHeader title={t("runs")} />
          {error ? (
            <LoadError error={error} />
          ) : runs.data === undefined ? (
            <div className="p-4" aria-busy="true">
              <Skeleton className="h-24 w-full" />
            </div>
          ) : runs.data.items.length === 0 ? (
            <p className="px-4 pb-4 text-13 text-muted">{t("runs_none")}</p>
          ) : (
            <ul>
              {runs.data.items.map((run) => (
                <RunLine key={run.id} run={run} />
              ))}
            </ul>
          )}
        </Panel>
        <Mismatches />
      </div>
    </Page>
  );
}

function RunLine({ run }: { run: Run }) {
  const t = useTexts(reconciliationTexts);
  const store = useStore();
  const when = (at: string) => formatDate(at, "full", t.locale, store.timezone);
  const looks: { glyph: Glyph; tone: Tone } =
    run.status === "queued"
      ? { glyph: "circle-half", tone: "info" }
      : run.status === "done" && run.mismatches === 0
        ? { glyph: "circle-full", tone: "success" }
        : { glyph: "alert", tone: "danger" };
  const words =
    run.status === "done" && run.mismatches > 0
      ? t("run_found", { count: run.mismatches })
      : t(`run_${run.status}`);
  return (
    <li className="flex min-h-13 flex-wrap items-center gap-x-4 gap-y-1 border-t px-4 py-2 text-13">
      <span className="min-w-44">
        <Status {...looks}>{words}</Status>
      </span>
      <span className="text-muted">{run.error ?? t("run_payments", { count: run.payments })}</span>
      <span className="ms-auto text-12 text-subtle">
        {t("run_window", { since: when(run.since), until: when(run.until) })}
      </span>
    </li>
  );
}

function Mismatches() {
  const t = useTexts(reconciliationTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const router = useRouter();
  const asked = useSearchParams().get("status");
  const view = VIEWS.find((name) => name === asked) ?? "open";
  const [resolving, setResolving] = useState<Mismatch | null>(null);
  const found = useQuery(
    mismatchesQuery(store.id, {
      ...(view === "all" ? {} : { status: view }),
      per_page: 100,
    }),
  );
  const error = loadError(found, shell);
  return (
    <section aria-label={t("count", { count: found.data?.page.total ?? 0 })}>
      <ViewTabs
        label={t("views")}
        current={view}
        onChoose={(key) =>
          router.replace(
            `/stores/${store.id}/reconciliation${key === "open" ? "" : `?status=${key}`}`,
          )
        }
        views={VIEWS.map((key) => ({ key, label: t(`view_${key}`) }))}
      />
      <Panel className="mt-3">
        {error ? (
          <LoadError error={error} />
        ) : found.data === undefined ? (
          <div className="p-4" aria-busy="true">
            <Skeleton className="h-32 w-full" />
          </div>
        ) : found.data.items.length === 0 ? (
          view === "open" ? (
            <EmptyState drawing={<ShelfDrawing />} title={t("empty_title")}>
              {t("empty_body")}
            </EmptyState>
          ) : (
            <EmptyState title={t("empty_view")}>{t("empty_view_body")}</EmptyState>
          )
        ) : (
          <ul>
            {found.data.items.map((row) => (
              <MismatchLine key={row.id} row={row} onResolve={() => setResolving(row)} />
            ))}
          </ul>
        )}
      </Panel>
      {resolving ? (
        <ResolveDialog
          mismatch={resolving}
          onClose={() => setResolving(null)}
          onDone={() => client.invalidateQueries({ queryKey: mismatchesKey(store.id) })}
        />
      ) : null}
    </section>
  );
}

function MismatchLine({ row, onResolve }: { row: Mismatch; onResolve: () => void }) {
  const t = useTexts(reconciliationTexts);
  const store = useStore();
  const may = useMay();
  const money = (amount: Mismatch["found"]) =>
    amount.amount === 0 ? t("none") : formatMoney(amount, t.locale);
  const who = row.resolved_by === "system" ? t("by_system") : (row.resolved_by ?? "");
  return (
    <li className="grid gap-x-4 gap-y-1.5 border-t px-4 py-3 text-13 first:border-0 md:grid-cols-[minmax(0,1fr)_auto_auto_auto] md:items-center">
      <span className="min-w-0">
        <span className="block font-medium">{t(row.kind)}</span>
        <span className="block truncate text-12 text-subtle">
          {row.order_id ? (
            <>
              <Link
                href={`/stores/${store.id}/orders/${row.order_id}`}
                className="rounded-xs text-accent underline"
              >
                {t("order", { number: String(row.order_number ?? "") })}
              </Link>
              {" · "}
            </>
          ) : null}
          {row.provider_ref}
        </span>
        {row.note ? <span className="block text-12 text-muted">{row.note}</span> : null}
      </span>
      <span className="grid gap-0.5">
        <span className="text-12 text-subtle">{t("col_expected")}</span>
        <span className="num">{money(row.expected)}</span>
      </span>
      <span className="grid gap-0.5">
        <span className="text-12 text-subtle">{t("col_found")}</span>
        <span className="num">{money(row.found)}</span>
      </span>
      <span className="md:min-w-36 md:text-end">
        {row.resolved_at ? (
          <span className="text-12 text-subtle">
            {t("resolved_by", { who: who.startsWith("user:") ? t("by_person") : who })}
          </span>
        ) : may("order_settings") ? (
          <Button size="sm" onClick={onResolve}>
            {t("resolve")}
          </Button>
        ) : (
          <span className="text-12 text-subtle">
            {formatDate(row.found_at, "dayYear", t.locale, store.timezone)}
          </span>
        )}
      </span>
    </li>
  );
}
