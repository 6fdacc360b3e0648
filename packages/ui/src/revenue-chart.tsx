"use client";

import { useState } from "react";
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { useLocale, useTexts } from "./i18n";
import { axisTicks } from "./lib/axis";
import { cn } from "./lib/cn";
import { formatDay } from "./lib/dates";
import { formatMoney, minorDigits } from "./lib/money";
import { formatPercent, growth } from "./lib/numbers";
import { Swatch } from "./revenue-legend";
import { uiTexts } from "./texts";
import { usePhone } from "./use-phone";

export { RevenueLegend } from "./revenue-legend";

export interface RevenueDay {
  /** Calendar day, "2026-11-17". */
  day: string;
  /** Minor units. */
  revenue: number;
  previous: number;
  /** How many; left out where the chart is not of orders. */
  orders?: number;
}

interface Props {
  days: readonly RevenueDay[];
  currency: string;
  /** Names the line of the period before, e.g. "30 days before". */
  previousLabel: string;
  /** Describes the chart to those who cannot see it; the table holds the numbers. */
  label: string;
  /** The last day is today and not over: its line is dotted and outside the fill. */
  openEnd?: boolean;
  /** What the amounts are, where they are not revenue. */
  name?: string;
  className?: string;
}

function daysBefore(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - count);
  return date.toISOString().slice(0, 10);
}

function Readout({
  day,
  span,
  currency,
  name,
}: {
  day: RevenueDay;
  span: number;
  currency: string;
  name: string;
}) {
  const t = useTexts(uiTexts);
  const { locale } = useLocale();
  const money = (amount: number) => formatMoney({ amount, currency }, locale);
  const change = growth(day.revenue, day.previous);
  return (
    <>
      <p className="font-medium">{formatDay(day.day, "weekday", locale)}</p>
      <dl className="num mt-2 grid gap-1.5">
        <div className="flex items-center justify-between gap-3">
          <dt className="flex items-center gap-2 text-muted">
            <Swatch />
            {name}
          </dt>
          <dd className="font-medium">{money(day.revenue)}</dd>
        </div>
        <div className="flex items-center justify-between gap-3 text-muted">
          <dt className="flex items-center gap-2">
            <Swatch dashed />
            {formatDay(daysBefore(day.day, span), "weekday", locale)}
          </dt>
          <dd>{money(day.previous)}</dd>
        </div>
        <div className="flex items-center justify-between gap-3 border-t pt-1.5">
          <dt className="text-muted">
            {day.orders === undefined ? null : t("chart_orders", { count: day.orders })}
          </dt>
          {change === null ? null : (
            <dd
              className={cn(
                "font-medium",
                change > 0 && "text-success",
                change < 0 && "text-danger",
              )}
            >
              {formatPercent(change, locale, true)}
            </dd>
          )}
        </div>
      </dl>
    </>
  );
}

/**
 * Revenue per day as an area from zero, the period before as a quiet dashed line. On phones the
 * card of the chosen day stands below; a hidden table holds the same numbers.
 */
export function RevenueChart(props: Props) {
  const { days, currency, previousLabel, label, openEnd, className } = props;
  const t = useTexts(uiTexts);
  const name = props.name ?? t("chart_revenue");
  const { locale } = useLocale();
  const phone = usePhone();
  const [active, setActive] = useState<number | null>(null);
  const span = days.length;
  const data = days.map((day, at) => ({
    ...day,
    solid: openEnd && at === span - 1 ? null : day.revenue,
    tail: openEnd && at >= span - 2 ? day.revenue : null,
  }));
  const last = days.at(-1)?.day;
  const day = (value: string) =>
    openEnd && !phone && value === last
      ? t("chart_today", { day: formatDay(value, "day", locale) })
      : formatDay(value, "day", locale);
  const highest = Math.max(0, ...days.flatMap((entry) => [entry.revenue, entry.previous]));
  // More given back than sold: the axis goes on below zero, in the same steps.
  const lowest = Math.min(0, ...days.flatMap((entry) => [entry.revenue, entry.previous]));
  const above = axisTicks(Math.max(highest, -lowest), 10 ** minorDigits(currency));
  const step = above[1] ?? 1;
  const below = Math.ceil(-lowest / step);
  const lines = below
    ? Array.from(
        { length: below + Math.max(1, Math.ceil(highest / step)) + 1 },
        (_, at) => (at - below) * step,
      )
    : above;
  const every = Math.max(1, Math.round((span - 1) / (phone ? 2 : 4)));
  const ticks = days.filter((_, at) => at % every === 0 && at + every / 2 < span - 1);
  const chosen = active === null ? null : days[active];
  const quiet = {
    fontSize: 12,
    fill: "var(--text-subtle)",
    style: { fontVariantNumeric: "tabular-nums" },
  };
  return (
    <figure className={cn("m-0", className)}>
      {/* Time runs from left to right on an axis in every language. */}
      <div dir="ltr" aria-hidden="true" className="h-48 md:h-73 [&_.recharts-surface]:outline-none">
        <ResponsiveContainer
          width="100%"
          height="100%"
          initialDimension={{ width: 640, height: 292 }}
        >
          <ComposedChart
            accessibilityLayer={false}
            data={data}
            margin={{ top: 12, right: 8, bottom: 0, left: 0 }}
            onMouseMove={(state) => {
              const at = Number(state.activeTooltipIndex);
              setActive(state.isTooltipActive && Number.isInteger(at) ? at : null);
            }}
            onMouseLeave={() => setActive(null)}
          >
            <defs>
              <linearGradient id="revenue-fill" x1="0" y1="0" x2="0" y2="1">
                <stop offset="0" stopColor="var(--chart-fill)" />
                <stop offset="1" stopColor="var(--chart-fill-end)" />
              </linearGradient>
            </defs>
            <CartesianGrid vertical={false} stroke="var(--chart-grid)" />
            <XAxis
              dataKey="day"
              ticks={[...ticks.map((entry) => entry.day), ...(last ? [last] : [])]}
              interval={0}
              tickFormatter={day}
              tickLine={false}
              axisLine={{ stroke: "var(--border)" }}
              tick={(tick) => (
                <text
                  {...quiet}
                  x={tick.x}
                  y={Number(tick.y) + 12}
                  textAnchor={
                    tick.payload.value === last
                      ? "end"
                      : tick.payload.value === days[0]?.day
                        ? "start"
                        : "middle"
                  }
                >
                  {day(String(tick.payload.value))}
                </text>
              )}
              height={28}
            />
            <YAxis
              tickFormatter={(amount: number) =>
                formatMoney({ amount, currency }, locale, {
                  compact: amount >= 1_000_000,
                  trim: true,
                })
              }
              tick={quiet}
              tickLine={false}
              axisLine={false}
              width={64}
              ticks={lines}
              domain={[lines[0] ?? 0, lines.at(-1) ?? 0]}
            />
            <Tooltip
              isAnimationActive={false}
              offset={14}
              wrapperClassName="hidden! md:block!"
              cursor={{ stroke: "var(--border-strong)", strokeDasharray: "2 3" }}
              content={({ payload, active: over }) => {
                const at = over ? (payload[0]?.payload as RevenueDay | undefined) : undefined;
                return at ? (
                  <div className="w-48 rounded-md bg-raised px-3 py-2.5 text-12 text-text shadow-pop">
                    <Readout day={at} span={span} currency={currency} name={name} />
                  </div>
                ) : null;
              }}
            />
            <Line
              dataKey="previous"
              type="monotone"
              stroke="var(--chart-previous)"
              strokeWidth={1.25}
              strokeDasharray="3 3"
              dot={false}
              activeDot={{
                r: 3,
                fill: "var(--surface)",
                stroke: "var(--chart-previous)",
                strokeWidth: 1.5,
              }}
              isAnimationActive={false}
            />
            <Area
              dataKey="solid"
              type="monotone"
              stroke="var(--chart-1)"
              strokeWidth={2}
              fill="url(#revenue-fill)"
              activeDot={{
                r: 4.5,
                fill: "var(--chart-1)",
                stroke: "var(--surface)",
                strokeWidth: 2.5,
              }}
              isAnimationActive={false}
            />
            <Line
              dataKey="tail"
              type="monotone"
              stroke="var(--chart-1)"
              strokeWidth={2}
              strokeDasharray="1 4.5"
              strokeLinecap="round"
              dot={false}
              activeDot={false}
              isAnimationActive={false}
            />
          </ComposedChart>
        </ResponsiveContainer>
      </div>
      {chosen ? (
        <div className="mt-2 rounded-md bg-sunken px-3 py-2.5 text-12 md:hidden">
          <Readout day={chosen} span={span} currency={currency} name={name} />
        </div>
      ) : null}
      <table className="sr-only">
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">{t("chart_day")}</th>
            <th scope="col">{name}</th>
            <th scope="col">{previousLabel}</th>
          </tr>
        </thead>
        <tbody>
          {days.map((entry) => (
            <tr key={entry.day}>
              <th scope="row">{formatDay(entry.day, "dayYear", locale)}</th>
              <td>{formatMoney({ amount: entry.revenue, currency }, locale)}</td>
              <td>{formatMoney({ amount: entry.previous, currency }, locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
