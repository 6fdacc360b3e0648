"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { Badge, type Glyph, Status, type Tone } from "@ecomm/ui/status";
import type { Review } from "@/api/reviews";
import { reviewsTexts } from "./texts";

const LOOKS: Record<Review["status"], { glyph: Glyph; tone: Tone }> = {
  pending: { glyph: "circle-half", tone: "warning" },
  published: { glyph: "circle-full", tone: "success" },
  rejected: { glyph: "cross", tone: "danger" },
};

/** Whether the shop shows it. */
export function ReviewState({ review }: { review: Pick<Review, "status"> }) {
  const t = useTexts(reviewsTexts);
  return <Status {...LOOKS[review.status]}>{t(review.status)}</Status>;
}

/** Where it comes from: proven by an order, or brought along. */
export function ReviewOrigin({ review }: { review: Pick<Review, "verified" | "source"> }) {
  const t = useTexts(reviewsTexts);
  if (review.verified) return <Badge tone="success">{t("verified")}</Badge>;
  return review.source === "import" ? <Badge>{t("imported")}</Badge> : null;
}
