"use client";

import { type Translator, useTexts } from "@ecomm/ui/i18n";
import { cn } from "@ecomm/ui/lib/cn";
import { dayOf, formatDate } from "@ecomm/ui/lib/dates";
import { type Glyph, StatusGlyph, type Tone } from "@ecomm/ui/status";
import { useEffect, useState } from "react";
import type { Purchase } from "@/api/purchases";
import type { Store } from "@/api/stores";
import {
  arrivedAt,
  clockText,
  lastLook,
  type Step,
  secondsTo,
  share,
  steps,
  wantsSomebody,
} from "./state";
import { LOOKS } from "./status";
import { purchasePageTexts, purchaseTexts } from "./texts";
import { ageText, useNow } from "./use-age";

type Texts = Translator<(typeof purchasePageTexts)["messages"]>;

/** A time of today as the clock says it, another day's with its day. */
export function momentText(at: string, locale: string, timezone: string): string {
  const time = formatDate(at, "time", locale, timezone);
  return dayOf(at, timezone) === dayOf(new Date(), timezone)
    ? time
    : `${formatDate(at, "weekday", locale, timezone)}, ${time}`;
}

/** What is known, in a heading and a sentence or two. */
function wordsOf(purchase: Purchase, t: Texts, when: (at: string) => string): [string, string[]] {
  const supplier = purchase.supplier_name;
  const own = [purchase.detail, purchase.next_step].filter((word): word is string => !!word);
  const { status } = purchase;
  switch (status) {
    case "unknown":
      return [
        t("hero_unknown", { supplier }),
        [
          t("hero_unknown_body", { when: when(purchase.placing_at ?? purchase.created_at) }),
          ...(purchase.cancel_wanted ? [t("hero_unknown_cancel")] : []),
          ...(purchase.reason === "no_answer_long" && purchase.next_step
            ? [purchase.next_step]
            : []),
        ],
      ];
    case "queued":
      if (purchase.reason) return [t("hero_waits"), own];
      return [
        Date.parse(purchase.place_after) > Date.now()
          ? t("hero_queued", { supplier, when: when(purchase.place_after) })
          : t("hero_queued_now", { supplier }),
        [t("hero_queued_body")],
      ];
    case "awaiting_approval":
      return [t("hero_awaiting_approval", { supplier }), own];
    case "rejected":
    case "cancelled":
      return [
        t(`hero_${status}`, { supplier }),
        [...own, ...(status === "rejected" ? [t("hero_rejected_body")] : [])],
      ];
    case "delivered":
      return [t("hero_delivered"), [t("hero_delivered_body")]];
    default:
      return [
        t(`hero_${status}`, { supplier }),
        [
          t(`hero_${status}_body`),
          ...(purchase.cancel_wanted ? [t("cancel_wanted")] : []),
          ...(purchase.flagged === "no_tracking" || purchase.flagged === "no_movement"
            ? [t(`flag_${purchase.flagged}`, { supplier })]
            : []),
        ],
      ];
  }
}

const FRAMES: Partial<Record<Tone, string>> = {
  warning: "inset-ring-warning",
  danger: "inset-ring-danger",
};

/** What is known of it and what is not, when it is looked at next, and how far it has come. */
export function Hero({ purchase, store }: { purchase: Purchase; store: Store }) {
  const t = useTexts(purchasePageTexts);
  const when = (at: string) => momentText(at, t.locale, store.timezone);
  const [title, body] = wordsOf(purchase, t, when);
  const tone = wantsSomebody(purchase) ? "warning" : LOOKS[purchase.status].tone;
  return (
    <section
      className={cn(
        "mb-4 grid min-w-0 gap-x-6 gap-y-4 rounded-panel bg-surface p-5 inset-ring inset-ring-border md:grid-cols-[minmax(0,1fr)_auto]",
        FRAMES[tone],
      )}
    >
      <div className="min-w-0">
        <h2 className="text-16 font-semibold wrap-anywhere">{title}</h2>
        {body.map((sentence) => (
          <p key={sentence} className="mt-1.5 max-w-160 text-14 wrap-anywhere text-muted">
            {sentence}
          </p>
        ))}
        {purchase.claimed_ref ? (
          <p className="mt-1.5 text-13 wrap-anywhere">
            {t("claimed", { number: purchase.claimed_ref })}
          </p>
        ) : null}
      </div>
      {purchase.status === "unknown" && purchase.due_at ? (
        <NextLook purchase={purchase} due={purchase.due_at} when={when(purchase.due_at)} />
      ) : null}
      <Rail purchase={purchase} store={store} />
    </section>
  );
}

const ROUND = 2 * Math.PI * 25;

/** The time until the next look-up, as a ring that fills; whoever sees nothing reads when it is. */
function NextLook({ purchase, due, when }: { purchase: Purchase; due: string; when: string }) {
  const t = useTexts(purchasePageTexts);
  const now = useNow(1_000);
  // The server's page cannot know what time it is here: the ring begins in the browser.
  const [here, setHere] = useState(false);
  useEffect(() => setHere(true), []);
  const left = secondsTo(due, now);
  const filled = here ? share(lastLook(purchase), due, now) : 0;
  const next = purchase.looks + 1;
  return (
    <div className="flex items-center gap-3 self-start">
      <span aria-hidden className="relative grid size-14 place-items-center">
        <svg viewBox="0 0 56 56" className="absolute inset-0 -rotate-90" aria-hidden="true">
          <circle cx="28" cy="28" r="25" fill="none" className="stroke-track" strokeWidth="3" />
          <circle
            cx="28"
            cy="28"
            r="25"
            fill="none"
            className="stroke-warning"
            strokeWidth="3"
            strokeLinecap="round"
            strokeDasharray={ROUND}
            strokeDashoffset={ROUND * (1 - filled)}
          />
        </svg>
        <span className="num text-12 font-semibold">{here ? clockText(left) : ""}</span>
      </span>
      <p className="text-13">
        <span className="block font-medium">{t(left > 0 || !here ? "next_look" : "looking")}</span>
        <span className="num block text-12 text-muted">
          {here && left === 0
            ? t("looking_now")
            : next > purchase.planned_looks
              ? t("next_look_hourly", { when })
              : t("next_look_of", { when, number: next, most: purchase.planned_looks })}
        </span>
      </p>
    </div>
  );
}

const STEP_TONE: Record<Step["key"], { glyph: Glyph; tone: Tone }> = {
  queued: LOOKS.queued,
  checked: LOOKS.validating,
  approval: LOOKS.awaiting_approval,
  placing: LOOKS.placing,
  unknown: LOOKS.unknown,
  placed: LOOKS.placed_unpaid,
  paid: LOOKS.paid,
  shipped: LOOKS.shipped,
  delivered: LOOKS.delivered,
  rejected: LOOKS.rejected,
  cancelled: LOOKS.cancelled,
  disputed: LOOKS.disputed,
};

const WORD_TONE: Partial<Record<Tone, string>> = {
  warning: "text-warning",
  danger: "text-danger",
};

/** How far it has come: what is behind it, where it is, what is still to come. */
function Rail({ purchase, store }: { purchase: Purchase; store: Store }) {
  const t = useTexts(purchasePageTexts);
  const list = useTexts(purchaseTexts);
  const now = useNow(30_000);
  const way = steps(purchase);
  const since = arrivedAt(purchase);
  return (
    <ol
      aria-label={t("steps")}
      className="col-span-full grid grid-cols-[minmax(0,1fr)] gap-y-2 border-t pt-4 md:flex md:gap-y-0"
    >
      {way.map((step, place) => {
        const look = STEP_TONE[step.key];
        const current = step.place === "current";
        const last = place === way.length - 1;
        return (
          <li
            key={step.key}
            aria-current={current ? "step" : undefined}
            className="relative flex min-w-0 items-center gap-2 text-13 md:grid md:flex-1 md:content-start md:gap-1"
          >
            <span className="grid size-4.5 place-items-center max-md:shrink-0">
              {step.place === "next" ? (
                <StatusGlyph glyph="circle" tone="idle" className="opacity-50" />
              ) : current ? (
                <StatusGlyph {...look} className="size-4.5" />
              ) : (
                <StatusGlyph glyph="circle-full" tone="success" />
              )}
            </span>
            {last ? null : (
              <span
                aria-hidden
                className={cn(
                  "absolute start-7 end-1.5 top-2 border-t-2 max-md:hidden",
                  step.place === "done"
                    ? "border-success"
                    : current
                      ? "border-dotted border-strong"
                      : "border-border",
                )}
              />
            )}
            <span
              className={cn(
                "min-w-0 md:truncate",
                step.place === "next" ? "text-subtle" : "font-medium",
                current && WORD_TONE[look.tone],
              )}
            >
              {t(`step_${step.key}`)}
            </span>
            <span className="num text-12 text-subtle max-md:ms-auto">
              {current && step.at === null
                ? t("step_since", { time: ageText(since, list, now) })
                : step.at && step.place !== "next"
                  ? momentText(step.at, t.locale, store.timezone)
                  : ""}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
