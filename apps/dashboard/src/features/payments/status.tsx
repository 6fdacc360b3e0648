"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { Badge, type Glyph, Status, type Tone } from "@ecomm/ui/status";
import type { DisputeRow, Payment } from "@/api/payments";
import { disputesTexts, paymentsTexts } from "./texts";

interface Look {
  glyph: Glyph;
  tone: Tone;
}

const WAITS: Look = { glyph: "circle-half", tone: "warning" };
const OVER: Look = { glyph: "circle", tone: "idle" };
const GOOD: Look = { glyph: "circle-full", tone: "success" };
const BAD: Look = { glyph: "alert", tone: "danger" };

const PAYMENT: Record<Payment["status"], Look> = {
  created: OVER,
  requires_action: WAITS,
  authorized: WAITS,
  captured: GOOD,
  failed: { glyph: "cross", tone: "danger" },
  cancelled: OVER,
  voided: OVER,
  expired: OVER,
  partially_refunded: { glyph: "circle-half", tone: "idle" },
  refunded: OVER,
  disputed: BAD,
  won: GOOD,
  lost: { glyph: "cross", tone: "danger" },
};

const DISPUTE: Record<DisputeRow["status"], Look> = {
  needs_response: BAD,
  under_review: WAITS,
  won: GOOD,
  lost: { glyph: "cross", tone: "danger" },
  closed: OVER,
};

/** Where an attempt to pay stands. */
export function AttemptState({ payment }: { payment: Pick<Payment, "status" | "test"> }) {
  const t = useTexts(paymentsTexts);
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Status {...PAYMENT[payment.status]}>{t(payment.status)}</Status>
      {payment.test ? <Badge>{t("test")}</Badge> : null}
    </span>
  );
}

/** Where a dispute stands. */
export function DisputeState({
  dispute,
}: {
  dispute: Pick<DisputeRow, "status" | "test" | "inquiry">;
}) {
  const t = useTexts(disputesTexts);
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Status {...DISPUTE[dispute.status]}>{t(dispute.status)}</Status>
      {dispute.inquiry ? <Badge>{t("inquiry")}</Badge> : null}
      {dispute.test ? <Badge>{t("test")}</Badge> : null}
    </span>
  );
}
