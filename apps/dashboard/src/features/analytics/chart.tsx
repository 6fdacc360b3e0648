"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { dayOf, formatDay } from "@ecomm/ui/lib/dates";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { RevenueLegend } from "@ecomm/ui/revenue-legend";
import { Skeleton } from "@ecomm/ui/skeleton";
import { ChartLine, Table2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { Store } from "@/api/stores";
import { analyticsTexts } from "./texts";

/** As high as the chart with what is around it: nothing moves when it comes. */
const Hole = () => (
  <div className="px-3 pt-1 pb-3 md:px-4">
    <Skeleton className="h-48 w-full rounded-md md:h-73" />
  </div>
);
const RevenueChart = dynamic(
  () => import("@ecomm/ui/revenue-chart").then((chart) => chart.RevenueChart),
  { ssr: false, loading: Hole },
);

interface Day {
  day: string;
  /** Minor units. */
  revenue: number;
  previous: number;
  orders?: number;
}

/** Amounts by day beside the days before, as a line or as the same numbers in a table. */
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
  days: readonly Day[];
  store: Store;
  currency: string;
}) {
  const t = useTexts(analyticsTexts);
  const previousLabel = t("days_before", { count: days.length });
  const [asTable, setAsTable] = useState(false);
  return (
    <Panel>
      <PanelHeader
        title={title}
        note={note ? <span className="max-md:hidden">{note}</span> : null}
        end={
          <>
            {asTable ? null : <RevenueLegend previousLabel={previousLabel} />}
            <Button
              variant="ghost"
              size="icon"
              aria-label={t(asTable ? "show_chart" : "show_table")}
              title={t(asTable ? "show_chart" : "show_table")}
              onClick={() => setAsTable(!asTable)}
            >
              {asTable ? <ChartLine aria-hidden /> : <Table2 aria-hidden />}
            </Button>
          </>
        }
      />
      {asTable ? (
        <DaysTable
          days={days}
          currency={currency}
          previousLabel={previousLabel}
          label={label}
          name={title}
        />
      ) : (
        <RevenueChart
          className="px-3 pt-1 pb-3 md:px-4"
          days={days}
          currency={currency}
          previousLabel={previousLabel}
          label={label}
          name={title}
          openEnd={days.at(-1)?.day === dayOf(new Date(), store.timezone)}
        />
      )}
    </Panel>
  );
}

function DaysTable({
  days,
  currency,
  previousLabel,
  label,
  name,
}: {
  days: readonly Day[];
  currency: string;
  previousLabel: string;
  label: string;
  name: string;
}) {
  const t = useTexts(analyticsTexts);
  const money = (amount: number) => formatMoney({ amount, currency }, t.locale);
  const heads = [t("col_day"), name, previousLabel];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long table is scrolled by keyboard, too
    <section className="max-h-73 overflow-auto pb-2" tabIndex={0} aria-label={label}>
      <table className="w-full text-13">
        <caption className="sr-only">{label}</caption>
        <thead className="text-12 text-muted">
          <tr>
            {heads.map((head, at) => (
              <th
                key={head}
                scope="col"
                className={`sticky top-0 bg-sunken px-4 py-2 font-medium ${at ? "text-end" : "text-start"}`}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((day) => (
            <tr key={day.day} className="border-t first:border-0">
              <th scope="row" className="num px-4 py-1.5 text-start font-normal">
                {formatDay(day.day, "weekday", t.locale)}
              </th>
              <td className="num px-4 py-1.5 text-end">{money(day.revenue)}</td>
              <td className="num px-4 py-1.5 text-end text-muted">{money(day.previous)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
