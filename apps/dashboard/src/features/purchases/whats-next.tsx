"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { type Glyph, StatusGlyph, type Tone } from "@ecomm/ui/status";
import type { Purchase } from "@/api/purchases";
import type { Store } from "@/api/stores";
import { momentText } from "./hero";
import { purchasePageTexts } from "./texts";

interface Outcome {
  key: string;
  glyph: Glyph;
  tone: Tone;
  title: string;
  body: string;
  you: string;
}

/** What the next look-up may bring, and what the platform does then, without anybody. */
export function WhatsNext({ purchase, store }: { purchase: Purchase; store: Store }) {
  const t = useTexts(purchasePageTexts);
  const when = (at: string) => momentText(at, t.locale, store.timezone);
  const { due_at: due, certain_from: certain, decide_from: decide, cancel_wanted: ends } = purchase;
  // What the look will meet: a list that may lag, or one whose no is clear.
  const lags = certain !== null && due !== null && due < certain;
  const late = decide !== null && Date.parse(decide) <= Date.now();
  const outcomes: Outcome[] = [
    {
      key: "have",
      glyph: "circle-full",
      tone: "success",
      title: t("next_have"),
      body: t(ends ? "next_have_cancel" : "next_have_body"),
      you: t("next_you_nothing"),
    },
    {
      key: "none",
      glyph: "circle-half",
      tone: "accent",
      title: t("next_none"),
      body: ends
        ? t("next_none_cancel")
        : lags && certain
          ? t("next_none_lag", { when: when(certain) })
          : t("next_none_clear"),
      you: t("next_you_nothing"),
    },
    {
      key: "silent",
      glyph: "unknown",
      tone: "warning",
      title: t("next_silent"),
      body:
        late || decide === null
          ? t("next_silent_late")
          : t("next_silent_body", { when: when(decide) }),
      you: t(late ? "next_you_now" : "next_you_later"),
    },
  ];
  return (
    <Panel>
      <PanelHeader
        title={t("next_title")}
        note={due ? <span className="num">{t("next_note", { when: when(due) })}</span> : null}
      />
      <ul>
        {outcomes.map((one) => (
          <li
            key={one.key}
            className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 border-t px-4 py-3 text-13 md:grid-cols-[auto_9rem_minmax(0,1fr)_9rem]"
          >
            <StatusGlyph glyph={one.glyph} tone={one.tone} className="mt-0.75" />
            <span className="font-medium">{one.title}</span>
            <span className="text-muted max-md:col-start-2">{one.body}</span>
            <span className="text-12 text-subtle max-md:col-start-2 md:text-end">{one.you}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
