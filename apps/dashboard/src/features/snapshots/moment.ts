"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import type { Snapshot } from "@/api/snapshots";
import { useStore } from "@/features/stores/store-context";
import { snapshotsTexts } from "./texts";

/** When a backup was begun, in the store's own time. */
export function useMoment(): (snapshot: Pick<Snapshot, "created_at">) => string {
  const { locale } = useTexts(snapshotsTexts);
  const { timezone } = useStore();
  return ({ created_at }) =>
    `${formatDate(created_at, "dayYear", locale, timezone)}, ${formatDate(created_at, "time", locale, timezone)}`;
}
