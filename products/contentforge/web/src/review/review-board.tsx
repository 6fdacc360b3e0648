"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { DraftText } from "./draft-text";
import { FactList } from "./fact-list";
import { flagsOf, tallyOf, totalOf, usesOf } from "./rules";
import { ScorePanel } from "./score-panel";
import { reviewTexts } from "./texts";
import { threadOf } from "./thread";
import type { Claim, DraftField, FieldKey, Review } from "./types";
import "./review.css";

export interface ReviewBoardProps {
  review: Review;
  /** Fields that are shown; all where none are named. */
  shows?: readonly FieldKey[];
  /** What stands after the product's name: progress, cost, a word that this is a sample. */
  note?: ReactNode;
  /** What can be done about a flag, below the field it is in. */
  remedies?: (field: DraftField, claim: Claim) => ReactNode;
  /** What is decided about the whole draft. */
  decision: ReactNode;
}

interface Line {
  key: string;
  path: string;
  x: number;
  y: number;
  bad: boolean;
}

const GUTTER = 14;

/** A draft beside its facts: each claim is tied to the fact it rests on by a thread. */
export function ReviewBoard({ review, shows, note, remedies, decision }: ReviewBoardProps) {
  const t = useTexts(reviewTexts);
  const desk = useRef<HTMLDivElement>(null);
  const [picked, setPicked] = useState<string | null>(null);
  const [lines, setLines] = useState<readonly Line[]>([]);
  const fields = review.fields.filter((field) => shows?.includes(field.key) ?? true);
  const tally = tallyOf(review);

  const draw = useCallback(() => {
    const frame = desk.current;
    if (!frame) return;
    const box = frame.getBoundingClientRect();
    const rtl = getComputedStyle(frame).direction === "rtl";
    const found: Line[] = [];
    for (const claim of frame.querySelectorAll<HTMLElement>("[data-claim]")) {
      const bad = claim.dataset.state === "contradicted";
      const key = claim.dataset.claim ?? "";
      if (!bad && key !== picked) continue;
      const fact = frame.querySelector<HTMLElement>(`[data-fact="${claim.dataset.of}"]`);
      const first = claim.getClientRects()[0];
      if (!fact || !first) continue;
      found.push({
        key,
        bad,
        ...threadOf(box, fact.getBoundingClientRect(), first, GUTTER, rtl),
      });
    }
    setLines(found);
  }, [picked]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another draft moves the words
  useEffect(() => {
    draw();
    const frame = desk.current;
    if (!frame) return;
    const watch = new ResizeObserver(draw);
    watch.observe(frame);
    document.fonts.ready.then(draw, () => undefined);
    return () => watch.disconnect();
  }, [draw, review]);

  const lit = picked === null ? null : (picked.split("@").at(-1) ?? null);
  return (
    <div className="r-board">
      <div className="r-bar">
        <b>{review.product}</b>
        <span className={tally.flags > 0 ? "r-badge r-badge-flag" : "r-badge r-badge-ok"}>
          {t("flags", { count: tally.flags })}
        </span>
        <span className="r-bar-note">{note}</span>
      </div>
      <div className="r-desk" ref={desk}>
        <svg className="r-wire" aria-hidden="true">
          {lines.map((line) => (
            <g key={line.key} className={line.bad ? "r-thread r-thread-bad" : "r-thread"}>
              <path d={line.path} />
              <circle cx={line.x} cy={line.y} r="3" />
            </g>
          ))}
        </svg>
        <FactList
          facts={review.facts}
          uses={usesOf(review)}
          contradicted={
            new Set(
              review.fields
                .flatMap((field) => flagsOf(field))
                .filter((claim) => claim.state === "contradicted")
                .map((claim) => claim.fact ?? ""),
            )
          }
          lit={lit}
        />
        <div className="r-draft">
          {fields.map((field) => (
            <DraftText
              key={field.key}
              field={field}
              facts={review.facts}
              picked={picked}
              onPick={setPicked}
            >
              {remedies ? flagsOf(field).map((claim) => remedies(field, claim)) : null}
            </DraftText>
          ))}
        </div>
        <ScorePanel parts={review.score} total={totalOf(review)}>
          {decision}
        </ScorePanel>
      </div>
    </div>
  );
}
