"use client";

import type { Translator } from "@ecomm/ui/i18n";
import { useEffect, useState } from "react";
import type { purchaseTexts } from "./texts";

type Texts = Translator<(typeof purchaseTexts)["messages"]>;

/** How old something is, in its largest unit: "now", "33 min", "5 h", "12 days". */
export function ageText(iso: string, t: Texts, now: number): string {
  const minutes = Math.floor((now - Date.parse(iso)) / 60_000);
  if (minutes < 1) return t("now");
  if (minutes < 60) return t("minutes", { n: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? t("hours", { n: hours }) : t("days", { n: Math.floor(hours / 24) });
}

/** The time, again every so many milliseconds. */
export function useNow(every: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
