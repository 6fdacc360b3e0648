"use client";

import type { Schema } from "@ecomm/api-client";
import { UsageMeter } from "@ecomm/ui/app-shell";
import { useTexts } from "@ecomm/ui/i18n";
import { shellTexts } from "@/shell/texts";
import { nearestLimit, planName } from "./usage";

/** The plan in the sidebar: days of a trial, and the limit that is nearest. Nothing where neither is. */
export function PlanMeter({ me, daysLeft }: { me: Schema<"MeOut">; daysLeft: number | null }) {
  const t = useTexts(shellTexts);
  const limit = nearestLimit(me.usage);
  if (!limit) return null;
  const { name, used, limit: most } = limit;
  return (
    <UsageMeter
      href="/billing"
      plan={planName(me.plan, t)}
      name={t.has(`usage_${name}`) ? t(`usage_${name}` as "usage_stores") : name}
      text={t("used_of", { used, limit: most })}
      ratio={used / most}
      note={daysLeft === null ? null : t("trial_days", { days: daysLeft })}
      pressing={used >= most || (daysLeft !== null && daysLeft < 3)}
    />
  );
}
