"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { KeyFigure, KeyFigures, MissingFigure } from "@ecomm/ui/key-figure";
import { formatMoney, moneyParts } from "@ecomm/ui/lib/money";
import { formatNumber, formatShare } from "@ecomm/ui/lib/numbers";
import type { Overview } from "@/api/stores";
import { overviewTexts } from "./texts";

/** The four figures of a period beside the one before. Nothing yet is not zero. */
export function OverviewFigures({ data, test }: { data: Overview; test: boolean }) {
  const t = useTexts(overviewTexts);
  const { locale } = t;
  const { currency } = data;
  const money = (amount: number) => formatMoney({ amount, currency }, locale);
  const revenue = moneyParts({ amount: data.revenue.value, currency }, locale);
  const profit = moneyParts({ amount: data.profit.value, currency }, locale);
  // Test payments are told apart wherever a figure is made of them.
  const alone = t(test ? "test_note" : "no_compare");
  const from = (value: string) => t("from", { value });
  // Today is not over and would end every line in a fall.
  const whole = data.series.slice(0, -1);
  const sold = data.orders.value > 0;
  const before = (figure: { previous: number | null }, show: (value: number) => string) =>
    figure.previous === null
      ? {}
      : { before: figure.previous, beforeText: from(show(figure.previous)) };
  const count = (value: number) => formatNumber(value, locale);
  return (
    <KeyFigures>
      <KeyFigure
        locale={locale}
        label={t("revenue")}
        major={revenue.major}
        minor={revenue.minor + revenue.end}
        now={data.revenue.value}
        {...before(data.revenue, money)}
        note={sold ? alone : t("first_revenue")}
        trend={whole.map((day) => day.revenue)}
      />
      <KeyFigure
        locale={locale}
        label={t("orders")}
        major={count(data.orders.value)}
        now={data.orders.value}
        {...before(data.orders, count)}
        note={sold ? alone : t("first_orders")}
        trend={whole.map((day) => day.orders)}
      />
      <Conversion data={data} />
      {sold ? (
        <KeyFigure
          locale={locale}
          label={t("profit")}
          major={profit.major}
          minor={profit.minor + profit.end}
          now={data.profit.value}
          {...before(data.profit, money)}
          note={alone}
          trend={whole.map((day) => day.profit)}
        />
      ) : (
        <MissingFigure label={t("profit")} value={t("no_orders_yet")} note={t("profit_note")} />
      )}
    </KeyFigures>
  );
}

/** Below it, one order more or less is most of the figure. */
const ENOUGH_VISITS = 100;

/** How many visits became orders; of too few visits it says nothing. */
function Conversion({ data }: { data: Overview }) {
  const t = useTexts(overviewTexts);
  const { value, previous } = data.conversion;
  const visits = data.visits.value;
  if (value === null || visits < ENOUGH_VISITS) {
    return (
      <MissingFigure
        label={t("conversion")}
        value={t("visits_yet", { count: visits })}
        note={t("conversion_note", { count: ENOUGH_VISITS })}
      />
    );
  }
  const points = previous === null ? 0 : value - previous;
  return (
    <KeyFigure
      locale={t.locale}
      label={t("conversion")}
      major={formatShare(value, t.locale)}
      {...(previous === null
        ? {}
        : {
            change: {
              value: points,
              text: t("points", { points: formatNumber(Math.abs(points) / 10_000, t.locale) }),
            },
            beforeText: t("from", { value: formatShare(previous, t.locale) }),
          })}
      note={t("visits_of", { count: visits })}
      trend={data.series.slice(0, -1).map((day) => (day.visits > 0 ? day.orders / day.visits : 0))}
    />
  );
}
