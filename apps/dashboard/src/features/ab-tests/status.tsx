"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import type { AbTest } from "@/api/ab-tests";
import { abTestTexts } from "./texts";

const LOOKS: Record<AbTest["status"], { glyph: Glyph; tone: Tone }> = {
  draft: { glyph: "circle-draft", tone: "idle" },
  running: { glyph: "circle-half", tone: "info" },
  ended: { glyph: "circle-full", tone: "success" },
};

/** Where a test stands, and what stayed of an ended one. */
export function TestStatus({ test }: { test: AbTest }) {
  const t = useTexts(abTestTexts);
  return (
    <Status {...LOOKS[test.status]}>
      {test.outcome ? t(`outcome_${test.outcome}`) : t(`status_${test.status}`)}
    </Status>
  );
}
