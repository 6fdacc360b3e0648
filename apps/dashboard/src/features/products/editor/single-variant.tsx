"use client";

import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { SwitchField } from "@ecomm/ui/switch";
import { Controller, useFormContext, useWatch } from "react-hook-form";
import { AbroadFields } from "./abroad-fields";
import { MoneyField } from "./money-field";
import { editorTexts } from "./texts";
import type { EditorValues } from "./values";
import { WholeInput } from "./whole-input";

/** Price, cost, SKU and stock of one variant; also the details of a row of the matrix. */
export function VariantFields({
  index,
  currency,
  inclusive,
}: {
  index: number;
  currency: string;
  inclusive: boolean;
}) {
  const t = useTexts(editorTexts);
  const { control, register, formState, setValue, getValues } = useFormContext<EditorValues>();
  const tracked = useWatch({ control, name: `variants.${index}.tracked` });
  const errors = formState.errors.variants?.[index];
  return (
    <div className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-3">
        <MoneyField
          name={`variants.${index}.price`}
          label={inclusive ? t("price_incl") : t("price_excl")}
          currency={currency}
        />
        <MoneyField
          name={`variants.${index}.compareAt`}
          label={t("compare")}
          help={t("compare_help")}
          currency={currency}
        />
        <MoneyField
          name={`variants.${index}.cost`}
          label={t("cost")}
          help={t("cost_help")}
          currency={currency}
        />
      </div>
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label={t("sku")} error={errors?.sku?.message}>
          <Input maxLength={80} autoComplete="off" {...register(`variants.${index}.sku`)} />
        </Field>
        <Field label={t("barcode")} error={errors?.barcode?.message}>
          <Input
            maxLength={80}
            inputMode="numeric"
            autoComplete="off"
            {...register(`variants.${index}.barcode`)}
          />
        </Field>
        {tracked ? (
          <Controller
            control={control}
            name={`variants.${index}.stock`}
            render={({ field, fieldState }) => (
              <Field label={t("stock")} error={fieldState.error?.message}>
                <WholeInput
                  ref={field.ref}
                  value={field.value}
                  onValueChange={field.onChange}
                  onBlur={field.onBlur}
                />
              </Field>
            )}
          />
        ) : null}
      </div>
      <div className="grid gap-4 border-t pt-4 sm:grid-cols-2">
        <Controller
          control={control}
          name={`variants.${index}.tracked`}
          render={({ field }) => (
            <SwitchField
              label={t("track")}
              help={t("track_help")}
              checked={field.value}
              onCheckedChange={(on) => {
                field.onChange(on);
                if (on && getValues(`variants.${index}.stock`) === null) {
                  setValue(`variants.${index}.stock`, 0, { shouldDirty: true });
                }
              }}
            />
          )}
        />
        {tracked ? (
          <Controller
            control={control}
            name={`variants.${index}.backorder`}
            render={({ field }) => (
              <SwitchField
                label={t("backorder")}
                help={t("backorder_help")}
                checked={field.value}
                onCheckedChange={field.onChange}
              />
            )}
          />
        ) : null}
      </div>
      <AbroadFields index={index} />
    </div>
  );
}

/** Price and stock of a product without options. */
export function SingleVariantPanel(props: { currency: string; inclusive: boolean }) {
  const t = useTexts(editorTexts);
  return (
    <Panel>
      <PanelHeader title={t("price_stock")} />
      <div className="px-4 pb-4">
        <VariantFields index={0} {...props} />
      </div>
    </Panel>
  );
}
