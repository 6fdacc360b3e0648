"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { cn } from "@ecomm/ui/lib/cn";
import { formatMoney } from "@ecomm/ui/lib/money";
import { formatNumber, formatPercent, growth } from "@ecomm/ui/lib/numbers";
import { Skeleton } from "@ecomm/ui/skeleton";
import { StatusGlyph } from "@ecomm/ui/status";
import Link from "next/link";
import type { StoreSummary } from "@/api/stores";
import { waitsOf } from "@/features/overview/needs";
import { needsTexts } from "@/features/overview/needs-texts";
import { storesTexts } from "./texts";

/** Things that wait, told by name on a card. */
const NAMED = 3;

/** A store's period in three figures, in its own currency; null while they are on their way. */
export function StoreFigures({ summary }: { summary: StoreSummary | null }) {
  const t = useTexts(storesTexts);
  const money = (amount: number, currency: string) => formatMoney({ amount, currency }, t.locale);
  const figures = [
    {
      key: "revenue",
      label: t("figure_revenue"),
      value: summary && money(summary.revenue.value, summary.currency),
      change: summary && growth(summary.revenue.value, summary.revenue.previous),
    },
    {
      key: "orders",
      label: t("figure_orders"),
      value: summary && formatNumber(summary.orders.value, t.locale),
      change: summary && growth(summary.orders.value, summary.orders.previous),
    },
    {
      key: "profit",
      label: t("figure_profit"),
      value: summary && money(summary.profit.value, summary.currency),
      change: summary && growth(summary.profit.value, summary.profit.previous),
    },
  ];
  return (
    <dl
      className="grid grid-cols-[minmax(0,1.25fr)_minmax(0,0.8fr)_minmax(0,1.25fr)] gap-3"
      aria-busy={summary ? undefined : "true"}
    >
      {figures.map(({ key, label, value, change }) => (
        <div key={key} className="grid content-start gap-0.5">
          <dt className="truncate text-12 text-subtle">{label}</dt>
          <dd className="num truncate text-14 font-medium">
            {value ?? <Skeleton className="my-1 w-12" />}
          </dd>
          {change === null ? null : (
            <dd
              className={cn(
                "num text-12",
                change > 0 ? "text-success" : change < 0 ? "text-danger" : "text-subtle",
              )}
            >
              {formatPercent(change, t.locale, true)}
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

/** What waits in a store, by name; each leads to where it is done. */
export function StoreNeeds({ summary }: { summary: StoreSummary }) {
  const t = useTexts(storesTexts);
  const needs = waitsOf(summary.store_id, summary, useTexts(needsTexts));
  const more = needs.length - NAMED;
  if (needs.length === 0) {
    return <p className="text-13 text-subtle">{t("waiting_none")}</p>;
  }
  return (
    <ul aria-label={t("figure_waiting")} className="-mx-2 grid text-13">
      {needs.slice(0, NAMED).map((need) => (
        <li key={need.key} className="min-w-0">
          <Link
            href={need.href}
            className="relative flex min-h-8 min-w-0 items-center gap-2 rounded-sm px-2 hover:bg-tint max-md:min-h-10"
          >
            <StatusGlyph glyph={need.glyph} tone={need.tone} />
            <span className="max-w-full shrink-0 truncate font-medium">{need.text}</span>
            <span className="min-w-0 truncate text-12 text-subtle">{need.note}</span>
          </Link>
        </li>
      ))}
      {more > 0 ? (
        <li className="px-2 pt-1 text-12 text-subtle">{t("waiting_more", { count: more })}</li>
      ) : null}
    </ul>
  );
}
