"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { cn } from "@ecomm/ui/lib/cn";
import { formatMoney } from "@ecomm/ui/lib/money";
import { formatPercent } from "@ecomm/ui/lib/numbers";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { EmptyState } from "@ecomm/ui/states";
import Link from "next/link";
import type { Overview, Store } from "@/api/stores";
import { costsOf, costUnknown, keptShare, stripOf } from "./keeping";
import { overviewTexts } from "./texts";

const SWATCH = {
  cost: "bg-chart-previous",
  shipping: "bg-chart-previous/70",
  duty: "bg-chart-previous/50",
  fees: "bg-chart-previous/50",
  refunds: "bg-chart-previous/30",
  supplier_refunds: "bg-chart-previous",
  profit: "bg-chart-1",
} as const;

const Swatch = ({ of }: { of: keyof typeof SWATCH }) => (
  <i aria-hidden className={cn("me-2 inline-block size-2 rounded-xs", SWATCH[of])} />
);

/** Where the money of the period's goods went, and what is left: the profit report in short. */
export function WhatYouKeep({ data, store }: { data: Overview; store: Store }) {
  const t = useTexts(overviewTexts);
  const { kept, profit, currency } = data;
  const money = (amount: number) => formatMoney({ amount, currency }, t.locale);
  const signed = (amount: number) => `${amount < 0 ? "−" : "+"}${money(Math.abs(amount))}`;
  const share = keptShare(profit.value, kept.sold.value);
  const percent = (ratio: number) => formatPercent(ratio, t.locale);
  const strip = stripOf(data);
  return (
    <Panel className="flex flex-col">
      <PanelHeader
        title={t("kept")}
        end={
          <Link
            href={`/stores/${store.id}/analytics/profit`}
            className="rounded-xs text-12 font-medium text-accent hover:underline"
          >
            {t("kept_report")}
          </Link>
        }
      />
      {share === null ? (
        <EmptyState title={t("kept_none")} className="my-auto pt-4 pb-8">
          {t("kept_none_body")}
        </EmptyState>
      ) : (
        <div className="flex flex-1 flex-col px-4 pb-4">
          <p className="num flex flex-wrap items-baseline gap-x-2">
            <span className="text-24 font-semibold">{percent(share)}</span>
            <span className="text-12 text-subtle">
              <Change data={data} share={share} />
            </span>
          </p>
          {strip.length > 0 ? (
            <div
              role="img"
              aria-label={t("kept_strip", {
                parts: strip
                  .map((part) =>
                    t("kept_part", { name: t(`kept_${part.key}`), share: percent(part.share) }),
                  )
                  .join(", "),
              })}
              className="mt-3 mb-3 flex h-2 gap-px overflow-hidden rounded-xs"
            >
              {strip.map((part) => (
                <i
                  key={part.key}
                  className={cn("block", SWATCH[part.key])}
                  style={{ width: `${part.share * 100}%` }}
                />
              ))}
            </div>
          ) : null}
          <dl className="num mt-auto grid gap-2.5 text-13">
            <div className="flex justify-between gap-4">
              <dt>{t("kept_sold")}</dt>
              <dd>{money(kept.sold.value)}</dd>
            </div>
            {costsOf(kept).map(({ key, amount }) => (
              <div key={key} className="flex justify-between gap-4">
                <dt className="text-muted">
                  <Swatch of={key} />
                  {t(`kept_${key}`)}
                </dt>
                {key === "cost" && costUnknown(kept) ? (
                  <dd className="text-warning">{t("kept_not_known")}</dd>
                ) : (
                  <dd>{amount === 0 ? money(0) : signed(amount)}</dd>
                )}
              </div>
            ))}
            <div className="flex justify-between gap-4 border-t pt-2.5 font-semibold">
              <dt>
                <Swatch of="profit" />
                {t("kept_profit")}
              </dt>
              <dd className={profit.value < 0 ? "text-danger" : undefined}>
                {money(profit.value)}
              </dd>
            </div>
          </dl>
          {kept.unknown_lines.value > 0 ? (
            <p className="mt-2 text-12 text-warning">
              {t("kept_unknown", { count: kept.unknown_lines.value })}
            </p>
          ) : null}
        </div>
      )}
    </Panel>
  );
}

/** What the share was before, where there is something to compare with. */
function Change({ data, share }: { data: Overview; share: number }) {
  const t = useTexts(overviewTexts);
  const { previous: sold } = data.kept.sold;
  const { previous: earned } = data.profit;
  const before = sold === null || earned === null ? null : keptShare(earned, sold);
  if (before === null) return t("kept_of");
  const shown = (ratio: number) => formatPercent(ratio, t.locale);
  if (shown(before) === shown(share)) return t("kept_same");
  return t(share > before ? "kept_up" : "kept_down", { before: shown(before) });
}
