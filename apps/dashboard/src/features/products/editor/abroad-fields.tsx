"use client";

import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { formatMoney, toDecimal } from "@ecomm/ui/lib/money";
import { MoneyInput } from "@ecomm/ui/money-input";
import Link from "next/link";
import type { ComponentProps } from "react";
import { Controller, useFormContext, useFormState, useWatch } from "react-hook-form";
import type { Currency } from "@/api/selling";
import { endingOf, rateText } from "@/features/currencies/endings";
import { currencyTexts } from "@/features/currencies/texts";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import { editorTexts } from "./texts";
import { useAbroad } from "./use-abroad";
import type { EditorValues } from "./values";

/** One price of a variant in another currency. Empty: the automatic one, which stands in grey. */
export function AbroadInput({
  index,
  currency,
  name,
  automatic,
  ...props
}: {
  index: number;
  currency: string;
  name: "price" | "compareAt";
  automatic: number | null | undefined;
} & Pick<ComponentProps<typeof MoneyInput>, "aria-label" | "aria-invalid" | "aria-describedby">) {
  const { control } = useFormContext<EditorValues>();
  return (
    <Controller
      control={control}
      name={`variants.${index}.abroad.${currency}.${name}`}
      render={({ field }) => (
        <MoneyInput
          ref={field.ref}
          currency={currency}
          // A currency that was added while this page was open is not in the form yet.
          value={field.value ?? null}
          onValueChange={field.onChange}
          onBlur={field.onBlur}
          placeholder={
            automatic === null || automatic === undefined ? "–" : toDecimal(automatic, currency)
          }
          {...props}
        />
      )}
    />
  );
}

/** What the automatic price of a variant is, or why nobody can say yet. */
function useAutomatic(index: number, currency: string): { known: boolean; text: string } {
  const t = useTexts(editorTexts);
  const { control } = useFormContext<EditorValues>();
  const abroad = useAbroad();
  const id = useWatch({ control, name: `variants.${index}.id` });
  const own = useWatch({ control, name: `variants.${index}.abroad.${currency}.price` });
  const { dirtyFields } = useFormState({ control, name: `variants.${index}` });
  const row = id ? abroad.of(id, currency) : undefined;
  const dirty = dirtyFields.variants?.[index];
  const money = (amount: number) => formatMoney({ amount, currency }, t.locale);
  const fixed = own !== null && own !== undefined;
  if (!row || row.automatic === null) {
    return {
      known: false,
      text: fixed ? t("abroad_own_alone") : t("abroad_no_rate", { currency }),
    };
  }
  if (dirty?.price || dirty?.compareAt) {
    return { known: true, text: fixed ? t("abroad_own_alone") : t("abroad_later") };
  }
  const price = money(row.automatic);
  if (fixed) return { known: true, text: t("abroad_own", { price }) };
  return {
    known: true,
    text:
      row.automatic_compare_at === null
        ? t("abroad_auto", { price })
        : t("abroad_auto_compare", { price, compare: money(row.automatic_compare_at) }),
  };
}

/** What a variant costs in one currency: by the rate, or as the merchant says. */
function AbroadRow({ index, currency }: { index: number; currency: Currency }) {
  const t = useTexts(editorTexts);
  const words = useTexts(currencyTexts);
  const store = useStore();
  const may = useMay();
  const { control, setValue } = useFormContext<EditorValues>();
  const abroad = useAbroad();
  const code = currency.currency;
  const at = `variants.${index}.abroad.${code}` as const;
  const id = useWatch({ control, name: `variants.${index}.id` });
  const own = useWatch({ control, name: at });
  const { errors } = useFormState({ control, name: `variants.${index}` });
  const wrong = errors.variants?.[index]?.abroad?.[code];
  const automatic = useAutomatic(index, code);
  const row = id ? abroad.of(id, code) : undefined;
  const fixed = own?.price != null || own?.compareAt != null;
  const ending = endingOf(currency.step, currency.below);
  return (
    <li className="grid gap-3 border-t py-3 first:border-t-0 first:pt-0 last:pb-0 sm:grid-cols-2">
      <Field
        label={t("abroad_price", { currency: code })}
        help={automatic.text}
        error={wrong?.price?.message}
        end={
          fixed && may("rates") ? (
            <button
              type="button"
              aria-label={t("abroad_back", { currency: code })}
              onClick={() =>
                setValue(
                  at,
                  { price: null, compareAt: null },
                  { shouldDirty: true, shouldValidate: true },
                )
              }
              className="rounded-xs font-medium text-accent hover:underline"
            >
              {t("abroad_back_short")}
            </button>
          ) : null
        }
      >
        <AbroadInput index={index} currency={code} name="price" automatic={row?.automatic} />
      </Field>
      <Field
        label={t("abroad_compare", { currency: code })}
        help={
          automatic.known && currency.rate_ppm
            ? `${t("abroad_rate", {
                own: store.currency,
                rate: rateText(currency.rate_ppm),
                currency: code,
              })}. ${t("abroad_ending", {
                ending:
                  ending === null
                    ? words("ending_custom", { step: currency.step, below: currency.below })
                    : words(`ending_${ending}`),
              })}`
            : undefined
        }
        error={wrong?.compareAt?.message}
      >
        <AbroadInput
          index={index}
          currency={code}
          name="compareAt"
          automatic={own?.price == null ? row?.automatic_compare_at : null}
        />
      </Field>
      {currency.enabled ? null : (
        <p className="text-12 text-subtle sm:col-span-2">{t("abroad_off", { currency: code })}</p>
      )}
    </li>
  );
}

/** A variant's prices in every currency the store has added; nothing where it has added none. */
export function AbroadFields({ index }: { index: number }) {
  const t = useTexts(editorTexts);
  const store = useStore();
  const { control } = useFormContext<EditorValues>();
  const { currencies, lost } = useAbroad();
  const id = useWatch({ control, name: `variants.${index}.id` });
  if (currencies.length === 0 && !lost) return null;
  return (
    <section className="grid gap-3 border-t pt-4" aria-label={t("abroad")}>
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h3 className="text-13 font-medium">{t("abroad")}</h3>
        <Link
          href={`/stores/${store.id}/currencies`}
          className="rounded-xs text-12 text-muted hover:text-accent hover:underline"
        >
          {t("abroad_currencies")}
        </Link>
      </div>
      {lost ? (
        <p className="text-13 text-danger">{t("abroad_lost")}</p>
      ) : id === null ? (
        <p className="text-13 text-muted">{t("abroad_new")}</p>
      ) : (
        <ul>
          {currencies.map((currency) => (
            <AbroadRow key={currency.currency} index={index} currency={currency} />
          ))}
        </ul>
      )}
    </section>
  );
}
