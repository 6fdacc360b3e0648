"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { type Glyph, Status, StatusPill, type Tone } from "@ecomm/ui/status";
import type { PurchaseRow, PurchaseStatus } from "@/api/purchases";
import { purchaseTexts } from "./texts";

export const LOOKS: Record<PurchaseStatus, { glyph: Glyph; tone: Tone }> = {
  queued: { glyph: "circle", tone: "idle" },
  validating: { glyph: "circle-half", tone: "info" },
  awaiting_approval: { glyph: "alert", tone: "warning" },
  placing: { glyph: "circle-half", tone: "info" },
  unknown: { glyph: "unknown", tone: "warning" },
  placed_unpaid: { glyph: "circle", tone: "warning" },
  paid: { glyph: "circle-full", tone: "success" },
  shipped: { glyph: "square-half", tone: "info" },
  delivered: { glyph: "square-full", tone: "success" },
  rejected: { glyph: "cross", tone: "danger" },
  cancelled: { glyph: "blocked", tone: "idle" },
  disputed: { glyph: "alert", tone: "danger" },
};

/** The state of a purchase order in words. */
export function PurchaseState({
  status,
  pill = false,
}: {
  status: PurchaseStatus;
  pill?: boolean;
}) {
  const t = useTexts(purchaseTexts);
  const words = t(`status_${status}`);
  return pill ? (
    <StatusPill {...LOOKS[status]}>{words}</StatusPill>
  ) : (
    <Status {...LOOKS[status]}>{words}</Status>
  );
}

/** What the monitor saw on its way, where that is wrong. */
export function Flag({ flagged }: { flagged: PurchaseRow["flagged"] }) {
  const t = useTexts(purchaseTexts);
  if (flagged !== "no_tracking" && flagged !== "no_movement") return null;
  return (
    <Status glyph="warning" tone="warning" className="text-12">
      {t(`flag_${flagged}`)}
    </Status>
  );
}
