"use client";

import { createCatalogue } from "@ecomm/ui/catalogue";
import { useTexts } from "@ecomm/ui/i18n";
import { type Glyph, Status, StatusPill, type Tone } from "@ecomm/ui/status";
import type { OrderRow } from "@/api/orders";

export const statusTexts = createCatalogue({
  pay_unpaid: "Unpaid",
  pay_authorized: "Authorised",
  pay_partially_paid: "Partly paid",
  pay_paid: "Paid",
  pay_partially_refunded: "Partly refunded",
  pay_refunded: "Refunded",
  pay_overpaid: "Overpaid",
  ful_unfulfilled: "Unfulfilled",
  ful_partial: "Partly fulfilled",
  ful_fulfilled: "Fulfilled",
  ful_partially_returned: "Partly returned",
  ful_returned: "Returned",
  ord_draft: "Draft",
  ord_pending: "Waiting for payment",
  ord_open: "Open",
  ord_on_hold: "On hold",
  ord_completed: "Completed",
  ord_expired: "Expired",
  ord_cancelled: "Cancelled",
  test: "Test",
});

interface Look {
  glyph: Glyph;
  tone: Tone;
}

const PAYMENT: Record<OrderRow["payment_status"], Look> = {
  unpaid: { glyph: "circle", tone: "idle" },
  authorized: { glyph: "circle", tone: "warning" },
  partially_paid: { glyph: "circle-half", tone: "warning" },
  paid: { glyph: "circle-full", tone: "success" },
  partially_refunded: { glyph: "circle-back", tone: "info" },
  refunded: { glyph: "circle-back", tone: "idle" },
  overpaid: { glyph: "alert", tone: "warning" },
};

const FULFILMENT: Record<OrderRow["fulfilment_status"], Look> = {
  unfulfilled: { glyph: "square", tone: "idle" },
  partial: { glyph: "square-half", tone: "info" },
  fulfilled: { glyph: "square-full", tone: "success" },
  partially_returned: { glyph: "square-back", tone: "info" },
  returned: { glyph: "square-back", tone: "idle" },
};

const ORDER: Record<OrderRow["status"], Look> = {
  draft: { glyph: "circle-draft", tone: "idle" },
  pending: { glyph: "circle", tone: "idle" },
  open: { glyph: "dot", tone: "success" },
  on_hold: { glyph: "alert", tone: "danger" },
  completed: { glyph: "circle-full", tone: "success" },
  expired: { glyph: "blocked", tone: "idle" },
  cancelled: { glyph: "cross", tone: "idle" },
};

/** Money: circles. */
export function PaymentStatus({
  status,
  pill,
}: {
  status: OrderRow["payment_status"];
  pill?: boolean;
}) {
  const t = useTexts(statusTexts);
  const Mark = pill ? StatusPill : Status;
  return <Mark {...PAYMENT[status]}>{t(`pay_${status}`)}</Mark>;
}

/** Goods: squares. */
export function FulfilmentStatus({
  status,
  pill,
}: {
  status: OrderRow["fulfilment_status"];
  pill?: boolean;
}) {
  const t = useTexts(statusTexts);
  const Mark = pill ? StatusPill : Status;
  return <Mark {...FULFILMENT[status]}>{t(`ful_${status}`)}</Mark>;
}

/** The order as a whole, where that says more than the two: cancelled, on hold, expired. */
export function OrderStatus({ status, pill }: { status: OrderRow["status"]; pill?: boolean }) {
  const t = useTexts(statusTexts);
  const Mark = pill ? StatusPill : Status;
  return <Mark {...ORDER[status]}>{t(`ord_${status}`)}</Mark>;
}
