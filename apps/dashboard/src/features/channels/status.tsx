"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { type Glyph, Status, StatusPill, type Tone } from "@ecomm/ui/status";
import type { Channel, MigrationRow, PastOrderRow } from "@/api/channels";
import { channelsTexts } from "./texts";

interface Look {
  glyph: Glyph;
  tone: Tone;
}

const CHANNEL: Record<Channel["status"], Look> = {
  connected: { glyph: "circle-full", tone: "success" },
  attention: { glyph: "alert", tone: "danger" },
  disconnected: { glyph: "circle-draft", tone: "idle" },
};

const RUN: Record<MigrationRow["status"], Look> = {
  queued: { glyph: "circle", tone: "idle" },
  running: { glyph: "circle-half", tone: "info" },
  done: { glyph: "circle-full", tone: "success" },
  failed: { glyph: "alert", tone: "danger" },
  paused: { glyph: "circle-draft", tone: "warning" },
};

export function ChannelStatus({ channel }: { channel: Channel }) {
  const t = useTexts(channelsTexts);
  return <StatusPill {...CHANNEL[channel.status]}>{t(`state_${channel.status}`)}</StatusPill>;
}

export function RunStatus({
  job,
  pill = false,
}: {
  job: Pick<MigrationRow, "status">;
  /** Beside a page's title. */
  pill?: boolean;
}) {
  const t = useTexts(channelsTexts);
  const words = t(`status_${job.status}`);
  const look = RUN[job.status];
  return pill ? <StatusPill {...look}>{words}</StatusPill> : <Status {...look}>{words}</Status>;
}

const PAID: Record<PastOrderRow["payment"], Look> = {
  unpaid: { glyph: "circle", tone: "warning" },
  authorized: { glyph: "circle-half", tone: "info" },
  partially_paid: { glyph: "circle-half", tone: "warning" },
  paid: { glyph: "circle-full", tone: "success" },
  partially_refunded: { glyph: "circle-back", tone: "idle" },
  refunded: { glyph: "circle-back", tone: "idle" },
};

/** How an order stood when it was taken over. */
export function PastStatus({ order }: { order: PastOrderRow }) {
  const t = useTexts(channelsTexts);
  if (order.cancelled_at) {
    return (
      <Status glyph="blocked" tone="idle">
        {t("p_cancelled")}
      </Status>
    );
  }
  return <Status {...PAID[order.payment]}>{t(`pay_${order.payment}`)}</Status>;
}

/** What kind of shop sold it. */
export function Source({ order }: { order: Pick<PastOrderRow, "source"> }) {
  const t = useTexts(channelsTexts);
  const key = `source_${order.source}`;
  return (
    <span className="text-subtle">{t.has(key) ? t(key as "source_shopify") : order.source}</span>
  );
}
