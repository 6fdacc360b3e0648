"use client";

import { Button } from "@ecomm/ui/button";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Sheet, SheetContent } from "@ecomm/ui/sheet";
import type { Entry } from "@/api/activity";
import { activityTexts } from "./texts";
import { changesOf, words } from "./words";

interface Props {
  entry: Entry | null;
  who: (entry: Entry) => string;
  where: (entry: Entry) => string;
  onNarrow: (entry: Entry) => void;
  onClose: () => void;
}

/** One entry in full. */
export function EntrySheet({ entry, who, where, onNarrow, onClose }: Props) {
  return (
    <Sheet open={entry !== null} onOpenChange={(open) => (open ? undefined : onClose())}>
      {entry ? (
        <SheetContent title={words(entry.action)} className="md:w-130">
          <Facts entry={entry} who={who(entry)} where={where(entry)} />
          <Changes entry={entry} />
          <About entry={entry} onNarrow={onNarrow} />
        </SheetContent>
      ) : null}
    </Sheet>
  );
}

function Facts({ entry, who, where }: { entry: Entry; who: string; where: string }) {
  const t = useTexts(activityTexts);
  const { locale } = useLocale();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const facts = [
    [t("when"), formatDate(entry.at, "full", locale, zone)],
    [t("who"), who],
    [t("store"), where],
  ] as const;
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-13">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Changes({ entry }: { entry: Entry }) {
  const t = useTexts(activityTexts);
  const { changed, same } = changesOf(entry);
  if (changed.length === 0) return <p className="mt-4 text-13 text-muted">{t("no_fields")}</p>;
  // Where there was nothing before (or is nothing since) its column would only hold dashes.
  const sides = [
    ...(entry.before ? [["before", t("before")] as const] : []),
    ...(entry.after ? [["after", t("after")] as const] : []),
  ];
  const cell = "px-2 py-1.5 align-top whitespace-pre-wrap wrap-anywhere";
  return (
    <>
      <table className="mt-4 w-full table-fixed border-collapse text-13">
        <thead className="text-start text-12 text-muted">
          <tr>
            {[t("field"), ...sides.map(([, name]) => name)].map((name) => (
              <th key={name} scope="col" className="px-2 py-1.5 text-start font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changed.map((change) => (
            <tr key={change.field} className="border-t">
              <th scope="row" className={`${cell} text-start font-medium`}>
                {words(change.field)}
              </th>
              {sides.map(([side]) => (
                <td key={side} className={side === "before" ? `${cell} text-muted` : cell}>
                  {change[side] ?? t("nothing")}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {same > 0 ? <p className="mt-2 text-12 text-subtle">{t("same", { count: same })}</p> : null}
    </>
  );
}

function About({ entry, onNarrow }: { entry: Entry; onNarrow: (entry: Entry) => void }) {
  const t = useTexts(activityTexts);
  return (
    <div className="mt-4 grid gap-2 border-t pt-4 text-12 text-subtle">
      {entry.resource_id ? (
        <>
          <p>
            {t("id")} <code className="font-mono wrap-anywhere">{entry.resource_id}</code>
          </p>
          <Button size="sm" className="justify-self-start" onClick={() => onNarrow(entry)}>
            {t("only_this")}
          </Button>
        </>
      ) : null}
      {entry.request_id ? (
        <p>
          {t("request")} <code className="font-mono wrap-anywhere">{entry.request_id}</code>
        </p>
      ) : null}
    </div>
  );
}
