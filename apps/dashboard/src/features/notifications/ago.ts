"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatAgo } from "@ecomm/ui/lib/dates";
import { notificationsTexts } from "./texts";

/** The reader's own clock: stores of several zones are in one list. */
export const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** How long ago, in few words. */
export function useAgo(): (iso: string) => string {
  const t = useTexts(notificationsTexts);
  const words = {
    now: t("now"),
    minutes: (n: number) => t("minutes", { n }),
    hours: (n: number) => t("hours", { n }),
    yesterday: t("yesterday"),
  };
  return (iso) => formatAgo(iso, words, t.locale, here());
}
