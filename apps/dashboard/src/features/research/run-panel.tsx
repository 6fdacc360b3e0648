"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { dayOf, formatDate } from "@ecomm/ui/lib/dates";
import { Panel } from "@ecomm/ui/panel";
import { Progress } from "@ecomm/ui/progress";
import { StatusGlyph } from "@ecomm/ui/status";
import type { ResearchRun, ResearchSettings } from "@/api/research";
import { useStore } from "@/features/stores/store-context";
import { useAgo } from "@/features/suppliers/status";
import { researchTexts } from "./texts";

/** How the last look went, or how far it is, and when the next one is. */
export function RunPanel({
  run,
  settings,
}: {
  run: ResearchRun | null;
  settings: ResearchSettings | undefined;
}) {
  const t = useTexts(researchTexts);
  const busy = run !== null && run.finished_at === null;
  return (
    <Panel className="mb-3 grid gap-x-6 gap-y-1 px-4 py-3 text-13 md:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0" role="status">
        {run === null ? t("run_never") : busy ? <Busy run={run} /> : <Done run={run} />}
      </div>
      {settings ? (
        <div className="text-12 text-muted md:text-end">
          <p>
            <Next settings={settings} />
          </p>
          {settings.auto_import ? (
            <p>
              {t("auto_on", {
                score: settings.import_at,
                cap: settings.auto_import_cap,
                used: settings.imported_today,
              })}
            </p>
          ) : null}
        </div>
      ) : null}
    </Panel>
  );
}

function Busy({ run }: { run: ResearchRun }) {
  const t = useTexts(researchTexts);
  const done = run.suppliers.filter((one) => one.state !== "waiting").length;
  const words = t("run_busy", { done, count: run.suppliers.length });
  return (
    <div className="grid max-w-120 gap-2">
      {words}
      <Progress value={done === 0 ? null : done / run.suppliers.length} label={words} />
    </div>
  );
}

function Done({ run }: { run: ResearchRun }) {
  const t = useTexts(researchTexts);
  const ago = useAgo();
  const failed = run.suppliers.filter((one) => one.state === "failed");
  const parts = [
    t("run_analysed", { count: run.analysed }),
    ...(run.watch_listed > 0 ? [t("run_watched", { count: run.watch_listed })] : []),
    ...(run.imported > 0 ? [t("run_imported", { count: run.imported })] : []),
    ...(run.held_back > 0 ? [t("run_held", { count: run.held_back })] : []),
  ];
  return (
    <>
      <p className="font-medium">{t("run_last", { when: ago(run.started_at) })}</p>
      <p className="text-muted">{parts.join(" · ")}</p>
      {failed.length > 0 ? (
        <p className="mt-1 flex items-start gap-1.5 text-12 wrap-anywhere text-muted">
          <StatusGlyph glyph="warning" tone="warning" className="mt-0.5" />
          <span>
            {t("run_failed", { count: failed.length })}
            {failed[0]?.error ? `: ${failed[0].error}` : ""}
          </span>
        </p>
      ) : null}
    </>
  );
}

function Next({ settings }: { settings: ResearchSettings }) {
  const t = useTexts(researchTexts);
  const store = useStore();
  const at = settings.next_run_at;
  if (!settings.enabled || at === null) return t("next_off");
  const time = formatDate(at, "time", t.locale, store.timezone);
  const today = dayOf(at, store.timezone) === dayOf(new Date(), store.timezone);
  const day = formatDate(at, "day", t.locale, store.timezone);
  return t("next_at", { when: today ? t("next_today", { time }) : t("next_day", { day, time }) });
}
