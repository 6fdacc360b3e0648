"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { suppliersTexts } from "./texts";

export interface Lane {
  name: string;
  cost: number;
  currency: string;
  min_days: number | null;
  max_days: number | null;
  tracked: boolean;
  duty: number | null;
}

/** How something travels, in a line: method and cost, days, tracking, duty. */
export function LaneWords({ lane }: { lane: Lane }) {
  const t = useTexts(suppliersTexts);
  const money = (amount: number) => formatMoney({ amount, currency: lane.currency }, t.locale);
  const { min_days: min, max_days: max } = lane;
  const parts = [
    t("d_lane", { name: lane.name, cost: money(lane.cost) }),
    min === null || max === null ? t("d_days_unknown") : t("d_days", { min, max }),
    t(lane.tracked ? "d_tracked" : "d_untracked"),
    ...(lane.duty === null
      ? [t("d_duty_unknown")]
      : lane.duty > 0
        ? [t("d_duty", { amount: money(lane.duty) })]
        : []),
  ];
  return <span className="num wrap-anywhere">{parts.join(" · ")}</span>;
}
