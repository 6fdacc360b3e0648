"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import type { GoodsState } from "@/api/goods-imports";
import { goodsTexts } from "./texts";

const LOOKS: Record<GoodsState, { glyph: Glyph; tone: Tone }> = {
  queued: { glyph: "circle-half", tone: "idle" },
  reading: { glyph: "circle-half", tone: "idle" },
  pictures: { glyph: "circle-half", tone: "idle" },
  priced: { glyph: "circle-half", tone: "idle" },
  drafted: { glyph: "circle-half", tone: "idle" },
  needs_review: { glyph: "circle-half", tone: "warning" },
  published: { glyph: "circle-full", tone: "success" },
  failed: { glyph: "cross", tone: "danger" },
  dismissed: { glyph: "cross", tone: "idle" },
};

/** How far an import is. */
export function GoodsStatus({ state }: { state: GoodsState }) {
  const t = useTexts(goodsTexts);
  return <Status {...LOOKS[state]}>{t(`state_${state}`)}</Status>;
}
