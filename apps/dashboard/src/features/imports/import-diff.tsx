"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import type { Import } from "@/api/imports";
import { importsTexts } from "./texts";

type Action = Import["diff"][number]["action"];

const LOOKS: Record<Action, { glyph: Glyph; tone: Tone }> = {
  create: { glyph: "circle-full", tone: "success" },
  update: { glyph: "circle-half", tone: "info" },
  unchanged: { glyph: "circle", tone: "idle" },
  skip: { glyph: "blocked", tone: "danger" },
};

/** A value of any shape in a few words. */
export function valueText(value: unknown, empty: string): string {
  if (value === null || value === undefined || value === "") return empty;
  if (Array.isArray(value))
    return value.map((entry) => valueText(entry, empty)).join(", ") || empty;
  if (typeof value === "object") return JSON.stringify(value);
  return String(value);
}

const short = (text: string) => (text.length > 120 ? `${text.slice(0, 119)}…` : text);

/** What happens to each product, field by field where it changes. */
export function ImportDiff({ job }: { job: Import }) {
  const t = useTexts(importsTexts);
  const { diff, diff_total: total } = job;
  if (diff.length === 0) return null;
  return (
    <Panel>
      <PanelHeader
        title={t("diff")}
        note={
          total > diff.length ? (
            <span className="num">{t("diff_shown", { shown: diff.length, total })}</span>
          ) : null
        }
      />
      <ul className="max-h-160 overflow-auto border-t text-13">
        {diff.map((entry) => (
          <li
            key={entry.handle}
            className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 border-t px-4 py-2.5 first:border-0"
          >
            <span className="min-w-0">
              <span className="block truncate font-medium">{entry.title || entry.handle}</span>
              <span className="block truncate text-12 text-subtle">{entry.handle}</span>
            </span>
            <Status {...LOOKS[entry.action]}>{t(`action_${entry.action}`)}</Status>
            {entry.action === "update" && entry.changes.length > 0 ? (
              <ul className="col-span-2 grid gap-0.5 border-s-2 ps-3 text-12 text-muted">
                {entry.changes.map((change) => (
                  <li key={change.field} className="break-words">
                    {t("change", {
                      field: change.field,
                      before: short(valueText(change.before, t("empty_value"))),
                      after: short(valueText(change.after, t("empty_value"))),
                    })}
                  </li>
                ))}
              </ul>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
