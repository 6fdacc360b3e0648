"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { formatPercent } from "@ecomm/ui/lib/numbers";
import { KeyValue, KeyValues, Panel, PanelHeader } from "@ecomm/ui/panel";
import { useQuery } from "@tanstack/react-query";
import { useFormContext, useWatch } from "react-hook-form";
import { type Store, taxRatesQuery } from "@/api/stores";
import { variantTitle } from "./matrix";
import { splitPrice } from "./price-split";
import { editorTexts } from "./texts";
import type { EditorValues } from "./values";

/** Where a price goes: tax, cost, and what is left. For the first variant. */
export function PriceBreakdown({ store }: { store: Store }) {
  const t = useTexts(editorTexts);
  const { control } = useFormContext<EditorValues>();
  const first = useWatch({ control, name: "variants.0" });
  const options = useWatch({ control, name: "options" });
  const rates = useQuery(taxRatesQuery(store.id));
  const tax = rates.data?.find((rate) => rate.country === store.country);
  const price = first?.price ?? null;
  if (!first || price === null || Number.isNaN(price) || price === 0) return null;
  const cost = first.cost === null || Number.isNaN(first.cost) ? null : first.cost;
  const split = splitPrice(price, tax?.rate_ppm ?? 0, store.prices_include_tax, cost);
  const money = (amount: number) => formatMoney({ amount, currency: store.currency }, t.locale);
  const parts = [
    { key: "tax", tone: "bg-part-4", amount: store.prices_include_tax ? split.tax : 0 },
    { key: "cost", tone: "bg-part-1", amount: cost ?? 0 },
    { key: "keep", tone: "bg-part-keep", amount: Math.max(0, split.left ?? 0) },
  ].filter((part) => part.amount > 0);
  const all = parts.reduce((sum, part) => sum + part.amount, 0);
  return (
    <Panel>
      <PanelHeader title={t("goes", { price: money(price) })} />
      <div className="px-4 pb-4">
        {cost !== null && all > 0 ? (
          <div aria-hidden="true" className="mb-4 flex h-2 gap-px overflow-hidden rounded-xs">
            {parts.map((part) => (
              <i
                key={part.key}
                className={part.tone}
                style={{ width: `${(part.amount / all) * 100}%` }}
              />
            ))}
          </div>
        ) : null}
        <KeyValues>
          {tax && store.prices_include_tax ? (
            <KeyValue
              label={t("goes_tax", {
                name: tax.name,
                rate: formatPercent(tax.rate_ppm / 1_000_000, t.locale),
              })}
            >
              {money(split.tax)}
            </KeyValue>
          ) : null}
          {cost === null ? null : <KeyValue label={t("goes_cost")}>{money(cost)}</KeyValue>}
          {split.left === null ? null : (
            <KeyValue label={t("goes_keep")} total>
              {money(split.left)}{" "}
              <span className="font-normal text-subtle">
                {split.net > 0 ? formatPercent(split.left / split.net, t.locale) : null}
              </span>
            </KeyValue>
          )}
        </KeyValues>
        <p
          className={
            split.left !== null && split.left < 0
              ? "mt-3 text-12 text-danger"
              : "mt-3 text-12 text-subtle"
          }
        >
          {split.left === null
            ? t("goes_no_cost")
            : split.left < 0
              ? t("goes_loss")
              : t("goes_note")}{" "}
          {options.length > 0 ? t("goes_range", { name: variantTitle(options, first) }) : null}
        </p>
      </div>
    </Panel>
  );
}
