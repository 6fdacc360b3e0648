"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Page, Panel } from "@ecomm/ui/panel";
import { Progress } from "@ecomm/ui/progress";
import { type Glyph, StatusGlyph, type Tone } from "@ecomm/ui/status";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Import, PenLine } from "lucide-react";
import Link from "next/link";
import { resumeSetup, type Store, storeQuery } from "@/api/stores";
import { shopHost } from "@/features/stores/shop-host";
import { useMay } from "@/shell/may";
import { storesTexts } from "./texts";

type Step = Store["setup"]["steps"][number];

const LOOKS: Record<Step["status"], { glyph: Glyph; tone: Tone }> = {
  pending: { glyph: "circle-draft", tone: "idle" },
  running: { glyph: "circle-half", tone: "info" },
  done: { glyph: "circle-full", tone: "success" },
  skipped: { glyph: "circle-draft", tone: "idle" },
  failed: { glyph: "cross", tone: "danger" },
};

function StepRow({ step, store }: { step: Step; store: Store }) {
  const t = useTexts(storesTexts);
  const notes: Record<Step["key"], string> = {
    records: t("step_records_note"),
    theme: t("step_theme_note"),
    domain: shopHost(store),
    pages: t("step_pages_note"),
    payments: t("step_payments_note"),
    seo: t("step_seo_note"),
    analytics: t("step_analytics_note"),
    welcome: t("step_welcome_note"),
  };
  return (
    <li className="flex items-center gap-3 border-t py-3 text-13 first:border-0">
      <StatusGlyph {...LOOKS[step.status]} />
      <span className="min-w-0 flex-1">
        <span className={step.status === "pending" ? "block text-muted" : "block font-medium"}>
          {t(`step_${step.key}`)}
        </span>
        <span className="block text-12 text-subtle">{step.message ?? notes[step.key]}</span>
      </span>
      <span className={step.status === "failed" ? "text-12 text-danger" : "text-12 text-subtle"}>
        {t(`step_${step.status}`)}
      </span>
    </li>
  );
}

/** A store coming to life, step by step, and what to do once it has. */
export function SetupProgress({ store }: { store: Store }) {
  const t = useTexts(storesTexts);
  const { done, total, steps } = store.setup;
  const may = useMay();
  const ready = done >= total;
  const failed = steps.some((step) => step.status === "failed");
  const queries = useQueryClient();
  const retry = useMutation({
    mutationFn: () => resumeSetup(store.id),
    onSuccess: (fresh) => queries.setQueryData(storeQuery(store.id).queryKey, fresh),
  });
  const home = `/stores/${store.id}`;
  const text = t("setup_progress", { done, total });
  return (
    <Page className="mx-auto max-w-160 md:pt-16">
      <h1 className="text-20 font-semibold">
        {t(ready ? "setup_done" : "setup_title", { name: store.name })}
      </h1>
      <p className="mb-5 text-13 text-muted">{t(ready ? "setup_done_lead" : "setup_lead")}</p>
      <Panel className="px-4 pt-4 pb-1">
        <div className="flex items-center gap-4">
          <Progress value={done / total} label={text} size="md" />
          <span role="status" className="num text-12 whitespace-nowrap text-subtle">
            {text}
          </span>
        </div>
        <ol className="mt-2">
          {steps.map((step) => (
            <StepRow key={step.key} step={step} store={store} />
          ))}
        </ol>
      </Panel>
      {failed ? (
        <div role="alert" className="mt-4 flex flex-wrap items-center gap-3 text-13">
          <span className="min-w-0 flex-1">{t("setup_stuck")}</span>
          {may("settings") ? (
            <Button variant="primary" onClick={() => retry.mutate()} pending={retry.isPending}>
              {t(retry.isPending ? "setup_retrying" : "setup_retry")}
            </Button>
          ) : null}
        </div>
      ) : null}
      <div className="mt-4 flex flex-col gap-2 md:flex-row">
        {ready && may("catalog") ? (
          <>
            <Button asChild variant="primary">
              <Link href={`${home}/imports/new`}>
                <Import aria-hidden />
                {t("import_csv")}
              </Link>
            </Button>
            <Button asChild>
              <Link href={`${home}/products/new`}>
                <PenLine aria-hidden />
                {t("write_one")}
              </Link>
            </Button>
          </>
        ) : null}
        <Button asChild variant="ghost">
          <Link href={home}>{t("to_overview")}</Link>
        </Button>
      </div>
    </Page>
  );
}
