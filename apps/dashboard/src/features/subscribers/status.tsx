"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import { useCallback } from "react";
import type { Subscriber } from "@/api/subscribers";
import { subscribersTexts } from "./texts";

type Look = Subscriber["status"] | "waiting";

const LOOKS: Record<Look, { glyph: Glyph; tone: Tone }> = {
  pending: { glyph: "circle-half", tone: "info" },
  waiting: { glyph: "warning", tone: "warning" },
  confirmed: { glyph: "circle-full", tone: "success" },
  unsubscribed: { glyph: "circle-back", tone: "idle" },
  suppressed: { glyph: "blocked", tone: "danger" },
};

/** What a subscriber is to the reader: who confirmed and found no room is not pending to them. */
export const lookOf = (row: Pick<Subscriber, "status" | "over_limit">): Look =>
  row.over_limit ? "waiting" : row.status;

/** Where they stand. */
export function SubscriberState({ row }: { row: Pick<Subscriber, "status" | "over_limit"> }) {
  const t = useTexts(subscribersTexts);
  const look = lookOf(row);
  return <Status {...LOOKS[look]}>{t(look)}</Status>;
}

const SOURCES = [
  "form",
  "checkout",
  "account",
  "register",
  "merchant",
  "import",
  "unsubscribe",
] as const;

/** Where something was said, in words; what is not known is shown as it is. */
export function useSource(): (source: string) => string {
  const t = useTexts(subscribersTexts);
  return useCallback(
    (source) => {
      const known = SOURCES.find((name) => name === source);
      return known ? t(`source_${known}`) : source;
    },
    [t],
  );
}
