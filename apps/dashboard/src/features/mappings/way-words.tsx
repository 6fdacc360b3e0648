"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import type { Way } from "@/api/mappings";
import { useStore } from "@/features/stores/store-context";
import { type Block, firstBlock, travel } from "./plain";
import { mappingsTexts } from "./texts";

const LOOKS: Record<Block, { glyph: Glyph; tone: Tone }> = {
  broken: { glyph: "alert", tone: "danger" },
  disconnected: { glyph: "circle-draft", tone: "idle" },
  attention: { glyph: "alert", tone: "danger" },
  paused: { glyph: "circle-half", tone: "idle" },
  inactive: { glyph: "circle-draft", tone: "idle" },
  gone: { glyph: "cross", tone: "idle" },
  out: { glyph: "blocked", tone: "danger" },
  stale: { glyph: "unknown", tone: "warning" },
  cost_unknown: { glyph: "unknown", tone: "warning" },
  no_lane: { glyph: "blocked", tone: "danger" },
  no_rate: { glyph: "unknown", tone: "warning" },
};

/** Whether a way works now, and if not why. */
export function WayStatus({ way }: { way: Way }) {
  const t = useTexts(mappingsTexts);
  const block = firstBlock(way);
  if (block === null) {
    return way.availability === "doubtful" ? (
      <Status glyph="square-half" tone="warning">
        {t("why_doubtful")}
      </Status>
    ) : (
      <Status glyph="square-full" tone="success">
        {t("works")}
      </Status>
    );
  }
  const words =
    block === "broken"
      ? way.broken_reason
        ? t("why_broken", { reason: way.broken_reason })
        : t("why_broken_plain")
      : t(`why_${block}`);
  return (
    <Status {...LOOKS[block]} className="min-w-0 whitespace-normal">
      <span className="wrap-anywhere">{words}</span>
    </Status>
  );
}

/** What one unit costs until it is there, in the store's currency. */
export function Landed({ way }: { way: Way }) {
  const t = useTexts(mappingsTexts);
  const store = useStore();
  if (!way.landed) return <span className="text-subtle">{t("landed_unknown")}</span>;
  return (
    <span className="num">
      {formatMoney({ amount: way.landed.total, currency: store.currency }, t.locale)}
      {way.landed.duty_known ? null : (
        <span className="block text-12 text-subtle">{t("duty_unknown")}</span>
      )}
    </span>
  );
}

/** How long it travels. */
export function useTravelTime(): (way: Way) => string | null {
  const t = useTexts(mappingsTexts);
  return (way) => {
    const found = travel(way);
    if (!found) return null;
    const { min, max } = found;
    if (max === null) return t("days_unknown");
    return min === null ? t("days_max", { max }) : t("days", { min, max });
  };
}
