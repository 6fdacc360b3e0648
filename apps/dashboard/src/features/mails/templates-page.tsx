"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { type Glyph, Status, StatusPill, type Tone } from "@ecomm/ui/status";
import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { type TemplateRow, templatesQuery } from "@/api/mails";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { MailsFrame } from "./frame";
import { mailName, mailWhen } from "./names";
import { mailsTexts } from "./texts";

/** The mails a store sends by itself. */
export function TemplatesPage() {
  const t = useTexts(mailsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const templates = useQuery(templatesQuery(store.id));
  const error = loadError(templates, shell);
  const rows = templates.data;
  return (
    <MailsFrame tab="templates">
      {error ? (
        <Panel>
          <LoadError error={error} />
        </Panel>
      ) : rows === undefined ? (
        <Panel aria-busy="true">
          {["w-28", "w-40", "w-32", "w-36", "w-24", "w-44"].map((width) => (
            <div key={width} className="flex h-13 items-center border-t px-4 first:border-0">
              <Skeleton className={width} />
            </div>
          ))}
        </Panel>
      ) : (
        <>
          <Group title={t("to_shoppers")} rows={rows.filter((row) => !row.to_merchant)} />
          <Group title={t("to_you")} rows={rows.filter((row) => row.to_merchant)} />
        </>
      )}
    </MailsFrame>
  );
}

function Group({ title, rows }: { title: string; rows: readonly TemplateRow[] }) {
  const t = useTexts(mailsTexts);
  const store = useStore();
  return (
    <Panel>
      <PanelHeader title={title} />
      <ul>
        {rows.map((row) => (
          <li
            key={row.kind}
            className="relative flex min-h-13 items-center gap-3 border-t px-4 py-2 text-13 hover:bg-hover"
          >
            <span className="min-w-0 flex-1">
              <Link
                href={`/stores/${store.id}/mails/${row.kind}`}
                className="rounded-xs font-medium after:absolute after:inset-0"
              >
                {mailName(row.kind, t)}
              </Link>
              <span className="block truncate text-12 text-subtle">{mailWhen(row.kind, t)}</span>
            </span>
            <TemplateState row={row} />
            <ChevronRight className="size-4 shrink-0 text-subtle rtl:-scale-x-100" aria-hidden />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const LOOKS = {
  problem: { glyph: "alert", tone: "danger" },
  off: { glyph: "blocked", tone: "idle" },
  custom: { glyph: "circle-full", tone: "accent" },
  default: { glyph: "circle", tone: "idle" },
} as const satisfies Record<string, { glyph: Glyph; tone: Tone }>;

/** Whose words a mail has, and whether it is sent; as a pill beside a page's title. */
export function TemplateState({ row, pill = false }: { row: TemplateRow; pill?: boolean }) {
  const t = useTexts(mailsTexts);
  const state = row.problem ? "problem" : !row.enabled ? "off" : row.custom ? "custom" : "default";
  const Mark = pill ? StatusPill : Status;
  return <Mark {...LOOKS[state]}>{t(`state_${state}`)}</Mark>;
}
