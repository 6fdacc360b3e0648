"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { type AgoWords, formatAgo } from "@ecomm/ui/lib/dates";
import { type Glyph, Status, StatusPill, type Tone } from "@ecomm/ui/status";
import type { Supplier } from "@/api/suppliers";
import { useStore } from "@/features/stores/store-context";
import type { State } from "./figures";
import { suppliersTexts } from "./texts";

const LOOKS: Record<State, { glyph: Glyph; tone: Tone }> = {
  good: { glyph: "circle-full", tone: "success" },
  failing: { glyph: "unknown", tone: "warning" },
  attention: { glyph: "alert", tone: "danger" },
  paused: { glyph: "circle-half", tone: "idle" },
  disconnected: { glyph: "circle-draft", tone: "idle" },
};

/** How an account does, in words. */
export function SupplierStatus({
  supplier,
  pill = false,
}: {
  supplier: Pick<Supplier, "health">;
  /** Beside a page's title. */
  pill?: boolean;
}) {
  const t = useTexts(suppliersTexts);
  const words = t(`state_${supplier.health}`);
  const look = LOOKS[supplier.health];
  return pill ? <StatusPill {...look}>{words}</StatusPill> : <Status {...look}>{words}</Status>;
}

/** How long ago something was, in the store's timezone. */
export function useAgo(): (iso: string) => string {
  const t = useTexts(suppliersTexts);
  const store = useStore();
  const words: AgoWords = {
    now: t("ago_now"),
    minutes: (count) => t("ago_minutes", { count }),
    hours: (count) => t("ago_hours", { count }),
    yesterday: t("ago_yesterday"),
  };
  return (iso) => formatAgo(iso, words, t.locale, store.timezone);
}

/** A moment, short, with the whole of it for those who point at it. */
export function Ago({ at }: { at: string }) {
  const ago = useAgo();
  return (
    <time dateTime={at} className="num whitespace-nowrap">
      {ago(at)}
    </time>
  );
}
