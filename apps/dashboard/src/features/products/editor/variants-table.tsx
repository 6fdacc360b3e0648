"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Select } from "@ecomm/ui/select";
import { useEffect, useState } from "react";
import { useFormContext, useFormState, useWatch } from "react-hook-form";
import { useMay } from "@/shell/may";
import { ApplyToAll } from "./apply-to-all";
import { editorTexts } from "./texts";
import { useAbroad } from "./use-abroad";
import type { EditorValues } from "./values";
import { VariantRow } from "./variant-row";

const STEP = 50;
const head =
  "h-8 border-y bg-sunken px-1.5 text-start text-12 font-medium whitespace-nowrap text-subtle";

/** One row per variant. Long matrices show fifty at a time; rows with errors are always shown. */
export function VariantsTable({ currency, inclusive }: { currency: string; inclusive: boolean }) {
  const t = useTexts(editorTexts);
  const { control } = useFormContext<EditorValues>();
  const may = useMay();
  const count = useWatch({ control, name: "variants", compute: (all) => all.length });
  const keys = useWatch({
    control,
    name: "variants",
    compute: (all) =>
      all.map((variant) => variant.id ?? JSON.stringify(variant.options)).join("\n"),
  }).split("\n");
  const { errors } = useFormState({ control, name: "variants" });
  const [shown, setShown] = useState(STEP);
  const { currencies } = useAbroad();
  const [chosen, setChosen] = useState(currency);
  const priced = currencies.some((one) => one.currency === chosen) ? chosen : currency;
  const wrong = Object.keys(errors.variants ?? {})
    .map(Number)
    .filter(Number.isInteger);
  const last = Math.max(-1, ...wrong);

  useEffect(() => {
    if (last >= shown) setShown(Math.ceil((last + 1) / STEP) * STEP);
  }, [last, shown]);

  const rows = keys.slice(0, Math.min(shown, count));
  return (
    <>
      {currencies.length > 0 ? (
        <div className="flex items-center gap-2 px-4 pb-3 text-12 text-muted">
          <span aria-hidden="true">{t("abroad_column")}</span>
          <Select
            className="w-28"
            aria-label={t("abroad_column")}
            value={priced}
            onValueChange={setChosen}
            options={[currency, ...currencies.map((one) => one.currency)].map((code) => ({
              value: code,
              label: code,
            }))}
          />
        </div>
      ) : null}
      <table className="block w-full table-fixed border-separate border-spacing-0 text-13 md:table">
        <thead className="hidden md:table-header-group">
          <tr>
            <th scope="col" className={`${head} ps-4`}>
              {t("col_variant")}
            </th>
            <th scope="col" className={`${head} w-42`}>
              {t("sku")}
            </th>
            <th scope="col" className={`${head} w-32`}>
              {priced === currency
                ? t(inclusive ? "price_incl" : "price_excl")
                : t("abroad_price", { currency: priced })}
            </th>
            <th scope="col" className={`${head} w-24`}>
              {t("stock")}
            </th>
            <th scope="col" className={`${head} w-20 pe-4`}>
              {may("catalog") ? <ApplyToAll currency={currency} count={count} /> : null}
            </th>
          </tr>
        </thead>
        <tbody className="block md:table-row-group">
          {rows.map((key, index) => (
            <VariantRow
              // biome-ignore lint/suspicious/noArrayIndexKey: a row's fields are named by its place
              key={`${index}:${key}`}
              index={index}
              currency={currency}
              priced={priced}
              inclusive={inclusive}
            />
          ))}
        </tbody>
      </table>
      {count > rows.length ? (
        <div className="border-t p-2 text-center">
          <Button variant="ghost" onClick={() => setShown(shown + STEP * 4)}>
            {t("variants_more", { count: count - rows.length })}
          </Button>
        </div>
      ) : null}
    </>
  );
}
