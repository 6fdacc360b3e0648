"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import type { ReturnRow } from "@/api/after-sale";
import { afterTexts } from "@/features/orders/after-texts";

const LOOKS: Record<ReturnRow["status"], { glyph: Glyph; tone: Tone }> = {
  declared: { glyph: "circle-draft", tone: "idle" },
  requested: { glyph: "alert", tone: "warning" },
  approved: { glyph: "square-half", tone: "info" },
  declined: { glyph: "blocked", tone: "idle" },
  received: { glyph: "square-back", tone: "info" },
  completed: { glyph: "circle-full", tone: "success" },
  cancelled: { glyph: "blocked", tone: "idle" },
};

/** Where a return stands. */
export function ReturnState({ status }: { status: ReturnRow["status"] }) {
  const t = useTexts(afterTexts);
  return <Status {...LOOKS[status]}>{t(`state_${status}`)}</Status>;
}
