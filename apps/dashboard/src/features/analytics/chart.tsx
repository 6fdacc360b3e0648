"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { dayOf } from "@ecomm/ui/lib/dates";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import dynamic from "next/dynamic";
import type { Store } from "@/api/stores";
import { analyticsTexts } from "./texts";

const Hole = () => <Skeleton className="h-48 w-full rounded-md md:h-73" />;
const RevenueChart = dynamic(
  () => import("@ecomm/ui/revenue-chart").then((chart) => chart.RevenueChart),
  { ssr: false, loading: Hole },
);
const RevenueLegend = dynamic(
  () => import("@ecomm/ui/revenue-chart").then((chart) => chart.RevenueLegend),
  { ssr: false },
);

/** Amounts by day beside the days before; a hidden table holds the same numbers. */
export function DaysPanel({
  title,
  note,
  label,
  days,
  store,
  currency,
}: {
  title: string;
  note?: string;
  label: string;
  days: readonly { day: string; revenue: number; previous: number; orders?: number }[];
  store: Store;
  currency: string;
}) {
  const t = useTexts(analyticsTexts);
  const previousLabel = t("days_before", { count: days.length });
  return (
    <Panel>
      <PanelHeader
        title={title}
        note={note ? <span className="max-md:hidden">{note}</span> : null}
        end={<RevenueLegend previousLabel={previousLabel} />}
      />
      <RevenueChart
        className="px-3 pt-1 pb-3 md:px-4"
        days={days}
        currency={currency}
        previousLabel={previousLabel}
        label={label}
        name={title}
        openEnd={days.at(-1)?.day === dayOf(new Date(), store.timezone)}
      />
    </Panel>
  );
}
