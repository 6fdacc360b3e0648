"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Status } from "@ecomm/ui/status";
import { Download } from "lucide-react";
import { type Import, issuesUrl } from "@/api/imports";
import { importsTexts } from "./texts";

/** Every row with a problem, with its column and the reason; all of them as a CSV. */
export function ImportIssues({ job, storeId }: { job: Import; storeId: string }) {
  const t = useTexts(importsTexts);
  const { issues, issues_total: total, summary } = job;
  return (
    <Panel>
      <PanelHeader
        title={t("issues")}
        note={
          summary && total > 0 ? (
            <span className="num">
              {t("issues_count", { errors: summary.errors, warnings: summary.warnings })}
            </span>
          ) : null
        }
        end={
          total > 0 ? (
            <Button asChild size="sm">
              <a href={issuesUrl(storeId, job.id)} download>
                <Download aria-hidden />
                {t("issues_download")}
              </a>
            </Button>
          ) : null
        }
      />
      {total === 0 ? (
        <p className="px-4 pb-4 text-13 text-muted">{t("issues_none")}</p>
      ) : (
        <ul className="max-h-120 overflow-auto border-t text-13">
          {issues.map((issue, at) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a report's rows never move
              key={at}
              className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 border-t px-4 py-2.5 first:border-0 sm:grid-cols-[72px_minmax(0,1fr)_auto]"
            >
              <span className="num font-medium">{t("issue_row", { row: issue.row })}</span>
              <span className="min-w-0 max-sm:col-span-2 max-sm:row-start-2">
                <span className="block break-words">{issue.message}</span>
                <span
                  className="block truncate text-12 text-subtle"
                  title={issue.value ?? undefined}
                >
                  {[issue.column, issue.value].filter(Boolean).join(": ")}
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
