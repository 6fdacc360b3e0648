"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { Badge, type Glyph, Status, type Tone } from "@ecomm/ui/status";
import type { FraudCheck } from "@/api/fraud";
import { fraudTexts } from "./texts";

type State = "held" | "review" | "cleared" | NonNullable<FraudCheck["decision"]>;

const LOOKS: Record<State, { glyph: Glyph; tone: Tone }> = {
  held: { glyph: "alert", tone: "danger" },
  review: { glyph: "circle-half", tone: "warning" },
  cleared: { glyph: "circle-full", tone: "success" },
  approved: { glyph: "circle-full", tone: "success" },
  rejected: { glyph: "cross", tone: "danger" },
  closed: { glyph: "circle", tone: "idle" },
};

/** Where a check stands: what a person decided, else what its score led to. */
export function stateOf(check: Pick<FraudCheck, "decision" | "outcome">): State {
  if (check.decision) return check.decision;
  if (check.outcome === "hold") return "held";
  return check.outcome === "review" ? "review" : "cleared";
}

export function FraudState({
  check,
}: {
  check: Pick<FraudCheck, "decision" | "outcome" | "test">;
}) {
  const t = useTexts(fraudTexts);
  const state = stateOf(check);
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Status {...LOOKS[state]}>{t(`state_${state}`)}</Status>
    </span>
  );
}

/** The score as a badge: its colour says what it led to. */
export function Score({ check }: { check: Pick<FraudCheck, "score" | "outcome"> }) {
  const t = useTexts(fraudTexts);
  const tone =
    check.outcome === "hold" ? "danger" : check.outcome === "review" ? "warning" : "idle";
  return (
    <Badge tone={tone}>
      <span className="num">{t("of_hundred", { score: check.score })}</span>
    </Badge>
  );
}

/** The words of the signals that gave points, the heaviest first. */
export function reasons(check: Pick<FraudCheck, "signals">): string[] {
  return [...check.signals]
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .map(({ words }) => words);
}
