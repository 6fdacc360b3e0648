"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { type Glyph, Status, StatusPill, type Tone } from "@ecomm/ui/status";
import type { DraftRow } from "@/api/drafts";
import { draftsTexts } from "./texts";

const LOOKS: Record<DraftRow["status"], { glyph: Glyph; tone: Tone }> = {
  draft: { glyph: "circle-draft", tone: "idle" },
  pending: { glyph: "circle-half", tone: "warning" },
  open: { glyph: "circle-full", tone: "success" },
  cancelled: { glyph: "blocked", tone: "idle" },
};

/** Where a draft stands. */
export function DraftStatus({
  status,
  pill = false,
}: {
  status: DraftRow["status"];
  pill?: boolean;
}) {
  const t = useTexts(draftsTexts);
  const Look = pill ? StatusPill : Status;
  return <Look {...LOOKS[status]}>{t(`status_${status}`)}</Look>;
}
