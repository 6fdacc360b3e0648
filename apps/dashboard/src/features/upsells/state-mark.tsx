"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import type { UpsellState } from "./rows";
import { upsellsTexts } from "./texts";

const LOOKS: Record<UpsellState, { glyph: Glyph; tone: Tone }> = {
  on: { glyph: "circle-full", tone: "success" },
  scheduled: { glyph: "circle-half", tone: "info" },
  draft: { glyph: "circle-half", tone: "idle" },
  expired: { glyph: "circle", tone: "idle" },
  off: { glyph: "circle", tone: "idle" },
  archived: { glyph: "circle", tone: "idle" },
  used_up: { glyph: "circle", tone: "warning" },
};

/** Whether shoppers see it now, and if not why. */
export function StateMark({ state }: { state: UpsellState }) {
  const t = useTexts(upsellsTexts);
  return <Status {...LOOKS[state]}>{t(`state_${state}`)}</Status>;
}
