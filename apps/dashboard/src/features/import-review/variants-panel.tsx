"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { cn } from "@ecomm/ui/lib/cn";
import { formatMoney } from "@ecomm/ui/lib/money";
import { MoneyInput } from "@ecomm/ui/money-input";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Controller, useFormContext } from "react-hook-form";
import type { GoodsItem, GoodsVariant } from "@/api/goods-imports";
import type { EditorValues } from "@/features/products/editor/values";
import { goodsTexts } from "./texts";

const cell = "border-t px-2 py-2 align-top first:ps-4 last:pe-4";

/** Each variant: what it costs, what it is sold for, and who says so. */
export function VariantsPanel({ item, currency }: { item: GoodsItem; currency: string }) {
  const t = useTexts(goodsTexts);
  return (
    <Panel className="pb-1">
      <PanelHeader title={t("variants")} />
      <div className="overflow-x-auto">
        <table className="w-full min-w-120 text-13">
          <thead>
            <tr className="text-12 text-subtle">
              <th scope="col" className="px-2 pb-2 ps-4 text-start font-normal">
                {t("variant")}
              </th>
              <th scope="col" className="px-2 pb-2 text-end font-normal">
                {t("cost")}
              </th>
              <th scope="col" className="px-2 pb-2 text-end font-normal" title={t("landed_help")}>
                {t("landed")}
              </th>
              <th scope="col" className="w-32 px-2 pb-2 text-end font-normal">
                {t("price")}
              </th>
              <th scope="col" className="px-2 pe-4 pb-2 text-end font-normal">
                {t("margin")}
              </th>
            </tr>
          </thead>
          <tbody>
            {item.variants.map((variant, index) => (
              <Row key={variant.variant_id} variant={variant} index={index} currency={currency} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Row({
  variant,
  index,
  currency,
}: {
  variant: GoodsVariant;
  index: number;
  currency: string;
}) {
  const t = useTexts(goodsTexts);
  const { control } = useFormContext<EditorValues>();
  const name = variant.title || t("one_variant");
  const money = (amount: GoodsVariant["cost"]) =>
    amount ? formatMoney(amount, t.locale) : <span className="text-subtle">{t("unknown")}</span>;
  const by =
    variant.source === "person"
      ? t("by_person")
      : variant.source === "file"
        ? t("by_file", { name: variant.by })
        : variant.by;
  return (
    <tr>
      <th scope="row" className={cn(cell, "text-start font-normal")}>
        <span className="font-medium wrap-anywhere">{name}</span>
        <span className="block text-12 text-subtle">
          {variant.problem ? t(`problem_${variant.problem as "cost"}`) : by}
        </span>
      </th>
      <td className={cn(cell, "num text-end whitespace-nowrap")}>{money(variant.cost)}</td>
      <td className={cn(cell, "num text-end whitespace-nowrap")}>
        {money(variant.landed)}
        <Breakdown variant={variant} />
      </td>
      <td className={cn(cell, "w-32")}>
        <Controller
          control={control}
          name={`variants.${index}.price`}
          render={({ field }) => (
            <MoneyInput
              ref={field.ref}
              aria-label={t("price_of", { name })}
              currency={currency}
              value={field.value}
              onValueChange={field.onChange}
              onBlur={field.onBlur}
            />
          )}
        />
        {variant.compare_at_price ? (
          <span className="mt-1 block text-end text-12 text-subtle">
            {t("list_price")}{" "}
            <s className="num">{formatMoney(variant.compare_at_price, t.locale)}</s>
          </span>
        ) : null}
        {variant.floor ? (
          <span className="num mt-0.5 block text-end text-12 text-subtle">
            {t("floor", { price: formatMoney(variant.floor, t.locale) })}
          </span>
        ) : null}
      </td>
      <td className={cn(cell, "num text-end whitespace-nowrap")}>
        {variant.margin_ppm === null
          ? "–"
          : new Intl.NumberFormat(t.locale, {
              style: "percent",
              maximumFractionDigits: 1,
            }).format(variant.margin_ppm / 1_000_000)}
      </td>
    </tr>
  );
}

/** What the landed cost is made of, in small print. */
function Breakdown({ variant }: { variant: GoodsVariant }) {
  const t = useTexts(goodsTexts);
  const { breakdown } = variant;
  if (!breakdown?.goods || !variant.landed) return null;
  const parts = [
    breakdown.shipping
      ? t("of_shipping", { amount: formatMoney(breakdown.shipping, t.locale) })
      : null,
    !breakdown.duty_known
      ? t("of_duty_unknown")
      : breakdown.duty && breakdown.duty.amount > 0
        ? t("of_duty", { amount: formatMoney(breakdown.duty, t.locale) })
        : null,
  ].filter((one) => one !== null);
  return (
    <span className="block text-12 whitespace-normal text-subtle">
      {[t("of_goods", { amount: formatMoney(breakdown.goods, t.locale) }), ...parts].map((one) => (
        <span key={one} className="block">
          {one}
        </span>
      ))}
    </span>
  );
}
