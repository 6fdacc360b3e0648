"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { dayOf, formatDate } from "@ecomm/ui/lib/dates";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { type Glyph, StatusGlyph, type Tone } from "@ecomm/ui/status";
import type { Purchase } from "@/api/purchases";
import type { Store } from "@/api/stores";
import { useActor } from "@/shell/actors";
import { type EntryLook, entryLook, headline } from "./state";
import { purchasePageTexts } from "./texts";

const LOOKS: Record<EntryLook, { glyph: Glyph; tone: Tone }> = {
  good: { glyph: "circle-full", tone: "success" },
  bad: { glyph: "cross", tone: "danger" },
  doubt: { glyph: "unknown", tone: "warning" },
  empty: { glyph: "circle", tone: "idle" },
  half: { glyph: "circle-half", tone: "idle" },
  person: { glyph: "circle-half", tone: "accent" },
  plain: { glyph: "dot", tone: "idle" },
};

const city = (zone: string) => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

/** Everything that happened to it, the latest first. */
export function PurchaseTimeline({ purchase, store }: { purchase: Purchase; store: Store }) {
  const t = useTexts(purchasePageTexts);
  const who = useActor();
  const { timeline } = purchase;
  return (
    <Panel>
      <PanelHeader
        title={t("timeline")}
        note={t("timeline_note", { zone: city(store.timezone) })}
      />
      <ol className="px-4 pb-3">
        {timeline.map((entry, place) => {
          const day = dayOf(entry.at, store.timezone);
          const above = timeline[place - 1];
          const fresh = !above || dayOf(above.at, store.timezone) !== day;
          const last = place === timeline.length - 1;
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: append-only, the latest first
              key={timeline.length - place}
              className="relative grid grid-cols-[3.25rem_auto_minmax(0,1fr)] gap-x-3 py-2 text-13"
            >
              <time dateTime={entry.at} className="num text-12 leading-5 text-subtle">
                {fresh ? (
                  <span className="block font-medium">
                    {formatDate(entry.at, "day", t.locale, store.timezone)}
                  </span>
                ) : null}
                {formatDate(entry.at, "time", t.locale, store.timezone)}
              </time>
              <span className="relative grid justify-items-center pt-0.75">
                <StatusGlyph {...LOOKS[entryLook(entry)]} />
                {last ? null : (
                  <span aria-hidden className="absolute top-5.5 -bottom-3.5 border-s" />
                )}
              </span>
              <span className="min-w-0 wrap-anywhere">
                <span className="font-medium">{headline(entry.message)}</span>
                {entry.actor === "system" ? null : (
                  <span className="text-12 text-subtle"> {who(entry.actor)}</span>
                )}
                {entry.detail && entry.detail !== entry.message ? (
                  <span className="block text-12 text-muted">{entry.detail}</span>
                ) : null}
              </span>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
