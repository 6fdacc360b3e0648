"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { KeyFigure, KeyFigures } from "@ecomm/ui/key-figure";
import { formatMoney, moneyParts } from "@ecomm/ui/lib/money";
import { formatNumber } from "@ecomm/ui/lib/numbers";
import type { ReactNode } from "react";
import type { StoreSummary } from "@/api/stores";
import { storesTexts } from "./texts";
import { ordersOf, type Total, totalsOf, waitingIn } from "./totals";

/** How many other currencies stand below the first. */
const OTHERS = 3;

/** The business in four figures. Money is told by currency, never added across them. */
export function HomeFigures({ summaries }: { summaries: readonly StoreSummary[] }) {
  const t = useTexts(storesTexts);
  const orders = ordersOf(summaries);
  const waiting = summaries.reduce((sum, one) => sum + waitingIn(one), 0);
  const stores = summaries.filter((one) => waitingIn(one) > 0).length;
  const count = (value: number) => formatNumber(value, t.locale);
  return (
    <KeyFigures className="mb-4">
      <MoneyFigure label={t("figure_revenue")} totals={totalsOf(summaries, "revenue")} />
      <KeyFigure
        locale={t.locale}
        label={t("figure_orders")}
        major={count(orders.value)}
        now={orders.value}
        {...(orders.previous === null
          ? {}
          : {
              before: orders.previous,
              beforeText: t("from", { value: count(orders.previous) }),
            })}
        note={t("no_compare")}
      />
      <MoneyFigure label={t("figure_profit")} totals={totalsOf(summaries, "profit")} />
      <KeyFigure
        locale={t.locale}
        label={t("figure_waiting")}
        major={count(waiting)}
        note={waiting === 0 ? t("waiting_none") : t("waiting_in", { count: stores })}
      />
    </KeyFigures>
  );
}

/** The first currency large, the others below it as they are. */
function MoneyFigure({ label, totals }: { label: string; totals: readonly Total[] }) {
  const t = useTexts(storesTexts);
  const [first, ...rest] = totals;
  if (!first) return null;
  const money = (total: Total) =>
    formatMoney({ amount: total.value, currency: total.currency }, t.locale);
  const parts = moneyParts({ amount: first.value, currency: first.currency }, t.locale);
  const shown = { locale: t.locale, label, major: parts.major, minor: parts.minor + parts.end };
  // A currency in which nothing moved says nothing beside the others.
  const others = rest.filter(({ value }) => value !== 0);
  if (others.length > 0) {
    const beside: ReactNode = t("and_others", {
      amounts: others.slice(0, OTHERS).map(money).join(" · "),
      more: Math.max(0, others.length - OTHERS),
    });
    return <KeyFigure {...shown} note={beside} />;
  }
  return (
    <KeyFigure
      {...shown}
      now={first.value}
      {...(first.previous === null
        ? {}
        : {
            before: first.previous,
            beforeText: t("from", {
              value: formatMoney({ amount: first.previous, currency: first.currency }, t.locale),
            }),
          })}
      note={t("no_compare")}
    />
  );
}
