"use client";

import { Button } from "@ecomm/ui/button";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { DetailColumns, Page, PageHeader, Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { Progress } from "@ecomm/ui/progress";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { Status } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import {
  auditQuery,
  auditsQuery,
  beginAudit,
  type SeoAudit,
  type SeoRule,
  seoKey,
} from "@/api/seo";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { RuleRow } from "./rule-panel";
import { type RuleText, seoTexts } from "./texts";

const THINGS = ["store", "product", "category", "collection", "page", "post", "redirect"] as const;

/** How search engines see the shop: the latest audit, and those before it. */
export function SeoPage() {
  const t = useTexts(seoTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const may = useMay();
  const audits = useQuery(auditsQuery(store.id));
  const begin = useMutation({
    mutationFn: () => beginAudit(store.id),
    onSuccess: async () => {
      toast.success(t("begun"));
      await client.invalidateQueries({ queryKey: seoKey(store.id) });
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  const listed = audits.data?.items;
  const running = listed?.some((audit) => audit.state === "running") ?? false;
  const done = listed?.filter((audit) => audit.state === "done") ?? [];
  const [latest] = done;
  const trouble = loadError(audits, shell);
  const run = may("content") ? (
    <Button
      variant="primary"
      pending={begin.isPending}
      disabled={running}
      onClick={() => begin.mutate()}
    >
      {t("run")}
    </Button>
  ) : null;
  return (
    <Page>
      <PageHeader title={t("title")} actions={listed && listed.length > 0 ? run : null} />
      {trouble ? (
        <LoadError error={trouble} />
      ) : listed === undefined ? (
        <Skeleton className="h-96 w-full rounded-panel" />
      ) : (
        <div className="grid gap-4">
          {running ? (
            <Panel className="grid gap-3 p-4">
              <p className="text-13" role="status">
                {t("running")}
              </p>
              <Progress value={null} label={t("running")} />
            </Panel>
          ) : null}
          {!running && listed[0]?.state === "failed" ? (
            <Panel className="p-4 text-13" role="status">
              {t("failed")}
            </Panel>
          ) : null}
          {latest ? (
            <Whole key={latest.id} audit={latest} before={done[1]} listed={listed} />
          ) : running ? null : (
            <EmptyState drawing={<ShelfDrawing />} title={t("empty")} actions={run}>
              {t("empty_body")}
            </EmptyState>
          )}
        </div>
      )}
    </Page>
  );
}

function Whole({
  audit,
  before,
  listed,
}: {
  audit: SeoAudit;
  before: SeoAudit | undefined;
  listed: readonly SeoAudit[];
}) {
  const t = useTexts(seoTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const query = useQuery(auditQuery(store.id, audit.id));
  const trouble = loadError(query, shell);
  if (trouble) return <LoadError error={trouble} />;
  if (!query.data) return <Skeleton className="h-96 w-full rounded-panel" />;
  const rules = query.data.rules;
  const failing = rules.filter((rule) => rule.failing > 0);
  const fine = rules.filter((rule) => rule.failing === 0 && rule.examined > 0);
  return (
    <DetailColumns
      main={
        <>
          <Panel>
            <PanelHeader
              title={t("to_mend")}
              note={failing.length > 1 ? t("to_mend_note") : undefined}
            />
            {failing.length === 0 ? (
              <PanelBody className="text-13 text-muted">{t("nothing")}</PanelBody>
            ) : (
              <ul>
                {failing.map((rule) => (
                  <RuleRow key={rule.rule} audit={audit.id} rule={rule} />
                ))}
              </ul>
            )}
          </Panel>
          {fine.length > 0 ? <InOrder rules={fine} /> : null}
        </>
      }
      side={
        <>
          <Score audit={audit} before={before} />
          <History listed={listed} />
        </>
      }
    />
  );
}

function InOrder({ rules }: { rules: readonly SeoRule[] }) {
  const t = useTexts(seoTexts);
  return (
    <Panel>
      <PanelHeader title={t("in_order")} />
      <ul className="grid gap-2 px-4 pb-4">
        {rules.map((rule) => (
          <li key={rule.rule}>
            <Status glyph="circle-full" tone="success">
              {t(rule.rule as RuleText)}
            </Status>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Score({ audit, before }: { audit: SeoAudit; before: SeoAudit | undefined }) {
  const t = useTexts(seoTexts);
  const store = useStore();
  const seen = THINGS.filter((thing) => audit.examined[thing]).map((thing) =>
    t(`thing_${thing}`, { count: audit.examined[thing] ?? 0 }),
  );
  const change = (audit.score ?? 0) - (before?.score ?? 0);
  return (
    <Panel className="grid gap-3 p-4">
      <h2 className="text-13 font-medium text-muted">{t("score")}</h2>
      <p className="flex items-baseline gap-2">
        <span className="num text-28 font-semibold tracking-tight">{audit.score}</span>
        <span className="text-13 text-subtle">{t("score_of")}</span>
      </p>
      <Progress value={(audit.score ?? 0) / 100} label={t("score")} />
      {before ? (
        <p className="num text-12 text-muted">
          {t("since", {
            change: new Intl.NumberFormat(t.locale, { signDisplay: "exceptZero" }).format(change),
            date: formatDate(before.created_at, "day", t.locale, store.timezone),
          })}
        </p>
      ) : null}
      <p className="text-12 text-subtle">{t("score_how")}</p>
      <p className="text-12 text-subtle">
        {t("looked_at")}: {new Intl.ListFormat(t.locale).format(seen)}
      </p>
    </Panel>
  );
}

function History({ listed }: { listed: readonly SeoAudit[] }) {
  const t = useTexts(seoTexts);
  const store = useStore();
  return (
    <Panel>
      <PanelHeader title={t("history")} />
      <ul className="grid gap-2 px-4 pb-4 text-13">
        {listed.map((audit) => (
          <li key={audit.id} className="flex min-w-0 items-baseline justify-between gap-3">
            <span className="min-w-0">
              <time dateTime={audit.created_at} className="block">
                {formatDate(audit.created_at, "full", t.locale, store.timezone)}
              </time>
              <span className="block text-12 text-subtle">
                {audit.state === "done"
                  ? t("history_row", { count: audit.findings })
                  : t(`history_${audit.state}`)}
              </span>
            </span>
            <span className="num shrink-0 font-medium">{audit.score}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
