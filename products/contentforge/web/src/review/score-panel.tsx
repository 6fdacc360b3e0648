"use client";

import { useTexts } from "@ecomm/ui/i18n";
import type { ReactNode } from "react";
import { reviewTexts } from "./texts";
import type { ScorePart } from "./types";

/** A draft's quality as a sum, each part with the reason for what is missing. */
export function ScorePanel({
  parts,
  total,
  children,
}: {
  parts: readonly ScorePart[];
  total: number;
  children: ReactNode;
}) {
  const t = useTexts(reviewTexts);
  return (
    <div className="r-score">
      <h2 className="r-said">{t("score")}</h2>
      <p className="r-total">
        <b>{total}</b> {t("of_100")}
      </p>
      <dl>
        {parts.map((part) => (
          <div key={part.key}>
            <dt>{t(`part_${part.key}`)}</dt>
            <dd className="r-points">{t("points", { points: part.points, of: part.of })}</dd>
            <dd className="r-reason">{part.reason}</dd>
          </div>
        ))}
      </dl>
      {children}
    </div>
  );
}
