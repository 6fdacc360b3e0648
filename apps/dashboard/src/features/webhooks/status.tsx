"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import type { Delivery, Webhook } from "@/api/webhooks";
import { webhooksTexts } from "./texts";

type Look = { glyph: Glyph; tone: Tone };

/** Whether a webhook is told, and whether it listens. */
export function WebhookStatus({ webhook }: { webhook: Webhook }) {
  const t = useTexts(webhooksTexts);
  const failing = webhook.status === "active" && webhook.failing_since !== null;
  const state = failing ? "failing" : webhook.status;
  const looks: Record<typeof state, Look> = {
    active: { glyph: "circle-full", tone: "success" },
    failing: { glyph: "alert", tone: "warning" },
    paused: { glyph: "circle-draft", tone: "idle" },
    disabled: { glyph: "alert", tone: "danger" },
  };
  return <Status {...looks[state]}>{t(`status_${state}`)}</Status>;
}

type State = "pending" | "retrying" | "sending" | "delivered" | "dead";

function stateOf(delivery: Delivery): State {
  if (delivery.status !== "pending") return delivery.status;
  if (delivery.on_the_way) return "sending";
  return delivery.attempts > 0 ? "retrying" : "pending";
}

const LOOKS: Record<State, Look> = {
  pending: { glyph: "circle", tone: "idle" },
  sending: { glyph: "circle-half", tone: "info" },
  retrying: { glyph: "circle-half", tone: "warning" },
  delivered: { glyph: "circle-full", tone: "success" },
  dead: { glyph: "cross", tone: "danger" },
};

/** Where a message stands. */
export function DeliveryStatus({ delivery }: { delivery: Delivery }) {
  const t = useTexts(webhooksTexts);
  const state = stateOf(delivery);
  return <Status {...LOOKS[state]}>{t(`state_${state}`)}</Status>;
}
