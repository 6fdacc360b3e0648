"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Progress } from "@ecomm/ui/progress";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import { Download } from "lucide-react";
import { isBusy, type Migration, migrationIssuesUrl } from "@/api/channels";
import { valueText } from "@/features/imports/import-diff";
import { useStore } from "@/features/stores/store-context";
import { allOf } from "./figures";
import { channelsTexts } from "./texts";

type Row = Migration["diff"][number];

const LOOKS: Record<Row["action"], { glyph: Glyph; tone: Tone }> = {
  create: { glyph: "circle-full", tone: "success" },
  update: { glyph: "circle-half", tone: "info" },
  unchanged: { glyph: "circle", tone: "idle" },
  skip: { glyph: "blocked", tone: "danger" },
};

/** How far each kind of record is, and what came of it. */
export function EntityFigures({ job }: { job: Migration }) {
  const t = useTexts(channelsTexts);
  return (
    <ul className="border-t text-13">
      {job.entities.map((one) => {
        const all = allOf(one);
        const name = t(`e_${one.entity}`);
        const reading = isBusy(job) && one.done === 0 && one.read < all;
        const far = reading
          ? t("e_reading", { read: one.read, all })
          : t("e_progress", { done: one.done, all });
        const words = [
          one.create > 0 ? t("e_new", { count: one.create }) : null,
          one.update > 0 ? t("e_changed", { count: one.update }) : null,
          one.unchanged > 0 ? t("e_same", { count: one.unchanged }) : null,
          one.skip > 0 ? t("e_skipped", { count: one.skip }) : null,
        ].filter(Boolean);
        return (
          <li
            key={one.entity}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 gap-y-1.5 border-t px-4 py-2.5 first:border-0 md:grid-cols-[140px_minmax(0,1fr)_minmax(0,1.4fr)]"
          >
            <span className="font-medium">{name}</span>
            <span className="grid gap-1 max-md:justify-items-end">
              <span className="num text-12 text-subtle">{all > 0 ? far : t("e_none")}</span>
              {job.status === "done" || all === 0 ? null : (
                <Progress
                  className="max-md:w-24"
                  value={reading ? null : one.done / all}
                  label={`${name}: ${far}`}
                />
              )}
            </span>
            <span className="num text-muted max-md:col-span-2 max-md:text-12 md:text-end">
              {words.join(", ")}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** What was left out and why, and what a person should look at; all of it as a CSV. */
export function Issues({ job }: { job: Migration }) {
  const t = useTexts(channelsTexts);
  const store = useStore();
  const { first_issues: issues, issues: total } = job;
  return (
    <Panel>
      <PanelHeader
        title={t("issues")}
        note={total > 0 ? <span className="num">{t("issues_count", { count: total })}</span> : null}
        end={
          total > 0 ? (
            <Button asChild size="sm">
              <a href={migrationIssuesUrl(store.id, job.id)} download>
                <Download aria-hidden />
                {t("issues_download")}
              </a>
            </Button>
          ) : null
        }
      />
      {total === 0 ? (
        <p className="px-4 pb-4 text-13 text-muted">
          {t(job.status === "done" ? "issues_none" : "issues_none_yet")}
        </p>
      ) : (
        <ul
          aria-label={t("issues")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it too
          tabIndex={0}
          className="max-h-120 overflow-auto border-t text-13"
        >
          {issues.map((issue, at) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a report's rows never move
              key={at}
              className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 border-t px-4 py-2.5 first:border-0 sm:grid-cols-[120px_minmax(0,1fr)_auto]"
            >
              <span className="num font-medium">
                {t("issue_row", { entity: t(`one_${issue.entity}`), row: issue.row })}
              </span>
              <span className="min-w-0 max-sm:col-span-2 max-sm:row-start-2">
                <span className="block wrap-anywhere">{issue.reason}</span>
                <span className="block truncate text-12 text-subtle">
                  {[issue.field, issue.external_id].filter(Boolean).join(" · ")}
                </span>
              </span>
              <span className="justify-self-end">
                {issue.level === "error" ? (
                  <Status glyph="alert" tone="danger">
                    {t("error")}
                  </Status>
                ) : (
                  <Status glyph="warning" tone="warning">
                    {t("warning")}
                  </Status>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {total > issues.length ? (
        <p className="num border-t px-4 py-2.5 text-12 text-subtle">
          {t("issues_shown", { shown: issues.length, total })}
        </p>
      ) : null}
    </Panel>
  );
}

/** What comes of each record; where it changes, field by field. */
export function Diff({ job }: { job: Migration }) {
  const t = useTexts(channelsTexts);
  const { diff } = job;
  if (diff.length === 0) return null;
  return (
    <Panel>
      <PanelHeader
        title={t(job.dry_run ? "diff" : "diff_done")}
        note={<span className="num">{t("diff_shown", { shown: diff.length })}</span>}
      />
      <ul
        aria-label={t(job.dry_run ? "diff" : "diff_done")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it too
        tabIndex={0}
        className="max-h-160 overflow-auto border-t text-13"
      >
        {diff.map((row) => (
          <li
            key={`${row.entity}-${row.external_id}`}
            className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 border-t px-4 py-2.5 first:border-0"
          >
            <span className="min-w-0">
              <span className="block truncate font-medium">{row.title || row.external_id}</span>
              <span className="num block truncate text-12 text-subtle">
                {t("issue_row", { entity: t(`one_${row.entity}`), row: row.row })}
              </span>
            </span>
            <Status {...LOOKS[row.action]}>{t(`action_${row.action}`)}</Status>
            <Changes row={row} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

interface Change {
  field: string;
  before: unknown;
  after: unknown;
}

const isChange = (one: unknown): one is Change =>
  typeof one === "object" && one !== null && "field" in one && "after" in one;

const isMoney = (one: unknown): one is { amount: number; currency: string } =>
  typeof one === "object" &&
  one !== null &&
  "amount" in one &&
  typeof one.amount === "number" &&
  "currency" in one &&
  typeof one.currency === "string";

function Changes({ row }: { row: Row }) {
  const t = useTexts(channelsTexts);
  const changes = row.changes.filter(isChange);
  const say = (value: unknown) => {
    const text = isMoney(value) ? formatMoney(value, t.locale) : valueText(value, t("empty_value"));
    return text.length > 120 ? `${text.slice(0, 119)}…` : text;
  };
  if (row.entity === "redirects") {
    return (
      <span className="col-span-2 text-12 wrap-anywhere text-muted">
        {changes.map((one) => t("leads_to", { target: say(one.after) }))}
      </span>
    );
  }
  if (row.action !== "update" || changes.length === 0) return null;
  return (
    <ul className="col-span-2 grid gap-0.5 border-s-2 ps-3 text-12 text-muted">
      {changes.map((one) => (
        <li key={one.field} className="wrap-anywhere">
          {t("change", { field: one.field, before: say(one.before), after: say(one.after) })}
        </li>
      ))}
    </ul>
  );
}
