"use client";

import { CheckboxField } from "@ecomm/ui/checkbox";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { MoneyInput } from "@ecomm/ui/money-input";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Select } from "@ecomm/ui/select";
import { Controller, type UseFormReturn } from "react-hook-form";
import type { DiscountKind } from "@/api/discounts";
import { NumberField } from "./number-field";
import { discountsTexts } from "./texts";
import { TARGETS, type Values } from "./values";

const KINDS: DiscountKind[] = ["percentage", "fixed", "bogo", "free_shipping"];

/** What a discount takes off, and from what. */
export function EffectPanel({ form, currency }: { form: UseFormReturn<Values>; currency: string }) {
  const t = useTexts(discountsTexts);
  const { control, watch, setValue, formState } = form;
  const { errors } = formState;
  const [kind, target] = watch(["kind", "target"]);
  return (
    <Panel>
      <PanelHeader title={t("what")} />
      <div className="grid gap-4 px-4 pb-4 sm:grid-cols-2">
        <Controller
          control={control}
          name="kind"
          render={({ field }) => (
            <Field label={t("kind")} error={errors.kind?.message}>
              <Select
                value={field.value}
                onValueChange={(value) => {
                  const next = value as DiscountKind;
                  field.onChange(next);
                  setValue("target", TARGETS[next][0], { shouldDirty: true });
                  if (next === "bogo") setValue("percent", 100, { shouldDirty: true });
                }}
                options={KINDS.map((value) => ({ value, label: t(`kind_${value}`) }))}
              />
            </Field>
          )}
        />
        {TARGETS[kind].length > 1 ? (
          <Controller
            control={control}
            name="target"
            render={({ field }) => (
              <Field label={t("target")} error={errors.target?.message}>
                <Select
                  value={field.value}
                  onValueChange={field.onChange}
                  options={TARGETS[kind].map((value) => ({ value, label: t(`target_${value}`) }))}
                />
              </Field>
            )}
          />
        ) : null}
        {kind === "percentage" ? (
          <NumberField
            control={control}
            name="percent"
            label={t("percent")}
            error={errors.percent?.message}
          />
        ) : null}
        {kind === "fixed" || kind === "free_shipping" ? (
          <Controller
            control={control}
            name="amount"
            render={({ field }) => (
              <Field
                label={t(kind === "fixed" ? "amount" : "amount_shipping")}
                help={kind === "fixed" ? undefined : t("amount_shipping_help")}
                error={errors.amount?.message}
              >
                <MoneyInput
                  ref={field.ref}
                  currency={currency}
                  value={field.value}
                  onValueChange={field.onChange}
                  onBlur={field.onBlur}
                />
              </Field>
            )}
          />
        ) : null}
        {kind === "fixed" && target === "product" ? (
          <Controller
            control={control}
            name="each"
            render={({ field }) => (
              <CheckboxField
                className="sm:col-span-2"
                label={t("each")}
                help={t("each_help")}
                checked={field.value}
                onCheckedChange={(checked) => field.onChange(checked === true)}
              />
            )}
          />
        ) : null}
        {kind === "bogo" ? (
          <>
            <NumberField
              control={control}
              name="percent"
              label={t("bogo_percent")}
              help={t("bogo_help")}
              error={errors.percent?.message}
            />
            <NumberField
              control={control}
              name="buy"
              label={t("buy")}
              error={errors.buy?.message}
            />
            <NumberField
              control={control}
              name="get"
              label={t("get")}
              error={errors.get?.message}
            />
            <NumberField
              control={control}
              name="times"
              label={t("times")}
              help={t("times_help")}
              error={errors.times?.message}
            />
          </>
        ) : null}
      </div>
    </Panel>
  );
}
