"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import type { State } from "@/api/translations";
import { translationTexts } from "./texts";

const LOOKS: Record<State, { glyph: Glyph; tone: Tone }> = {
  missing: { glyph: "circle", tone: "idle" },
  outdated: { glyph: "circle-half", tone: "warning" },
  translated: { glyph: "circle-full", tone: "success" },
};

/** Where a translation stands. */
export function StateMark({ state }: { state: State }) {
  const t = useTexts(translationTexts);
  return <Status {...LOOKS[state]}>{t(`state_${state}`)}</Status>;
}
