"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { type Glyph, Status, StatusPill, type Tone } from "@ecomm/ui/status";
import type { ChannelOrder, ChannelStock, ChannelSync } from "@/api/channel-sync";
import { syncTexts } from "./texts";

interface Look {
  glyph: Glyph;
  tone: Tone;
}

const SYNC: Record<ChannelSync["state"], Look> = {
  off: { glyph: "circle-draft", tone: "idle" },
  linking: { glyph: "circle-half", tone: "info" },
  in_step: { glyph: "circle-full", tone: "success" },
  working: { glyph: "circle-half", tone: "warning" },
  failing: { glyph: "alert", tone: "danger" },
  closed: { glyph: "alert", tone: "danger" },
};

/** How two shops stand to each other; something oversold is said before all else. */
export function SyncStatus({ sync, pill = false }: { sync: ChannelSync; pill?: boolean }) {
  const t = useTexts(syncTexts);
  const oversold = sync.enabled && sync.oversold_units > 0 && sync.state === "working";
  const look: Look = oversold ? { glyph: "alert", tone: "danger" } : SYNC[sync.state];
  const words = oversold ? t("os_oversold") : t(`state_${sync.state}`);
  return pill ? <StatusPill {...look}>{words}</StatusPill> : <Status {...look}>{words}</Status>;
}

/** One variant's number there. */
export function StockStatus({ row }: { row: ChannelStock }) {
  const t = useTexts(syncTexts);
  if (row.ours === null) {
    return (
      <Status glyph="circle-draft" tone="idle">
        {t("st_uncounted")}
      </Status>
    );
  }
  if (row.in_step) {
    return (
      <Status glyph="circle-full" tone="success">
        {t("st_in_step")}
      </Status>
    );
  }
  if (row.state === "unknown") {
    return (
      <Status glyph="alert" tone="warning">
        {t("st_unknown")}
      </Status>
    );
  }
  if (row.state === "missing") {
    return (
      <Status glyph="circle-draft" tone="idle">
        {t("st_missing")}
      </Status>
    );
  }
  return (
    <Status glyph="circle-half" tone="info">
      {t("st_waiting")}
    </Status>
  );
}

/** How an order of the other shop stands. */
export function OrderStatus({ row }: { row: ChannelOrder }) {
  const t = useTexts(syncTexts);
  if (row.oversold > 0) {
    return (
      <Status glyph="alert" tone="danger">
        {t("os_oversold")}
      </Status>
    );
  }
  if (row.cancelled) {
    return (
      <Status glyph="blocked" tone="idle">
        {t("os_cancelled")}
      </Status>
    );
  }
  return row.fulfilled ? (
    <Status glyph="circle-full" tone="success">
      {t("os_sent")}
    </Status>
  ) : (
    <Status glyph="circle" tone="info">
      {t("os_open")}
    </Status>
  );
}
