"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { KeyFigure, KeyFigures, MissingFigure } from "@ecomm/ui/key-figure";
import { formatMoney, moneyParts } from "@ecomm/ui/lib/money";
import { formatNumber } from "@ecomm/ui/lib/numbers";
import type { Overview } from "@/api/stores";
import { overviewTexts } from "./texts";

/** The four figures of a period beside the one before. Nothing yet is not zero. */
export function OverviewFigures({ data, test }: { data: Overview; test: boolean }) {
  const t = useTexts(overviewTexts);
  const { locale } = t;
  const { currency } = data;
  const money = (amount: number) => formatMoney({ amount, currency }, locale);
  const revenue = moneyParts({ amount: data.revenue.value, currency }, locale);
  const average = moneyParts({ amount: data.average_order.value, currency }, locale);
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
      {sold ? (
        <KeyFigure
          locale={locale}
          label={t("average")}
          major={average.major}
          minor={average.minor + average.end}
          now={data.average_order.value}
          {...before(data.average_order, money)}
          note={alone}
        />
      ) : (
        <MissingFigure label={t("average")} value={t("no_orders_yet")} note={t("average_note")} />
      )}
      {sold ? (
        <KeyFigure
          locale={locale}
          label={t("units")}
          major={count(data.units.value)}
          now={data.units.value}
          {...before(data.units, count)}
          note={alone}
        />
      ) : (
        <MissingFigure label={t("units")} value={t("no_orders_yet")} note={t("units_note")} />
      )}
    </KeyFigures>
  );
}
