"use client";

import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, Textarea } from "@ecomm/ui/input";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Select } from "@ecomm/ui/select";
import { SwitchField } from "@ecomm/ui/switch";
import { Controller, useFormContext } from "react-hook-form";
import { editorTexts } from "./texts";
import type { EditorValues } from "./values";

const CLASSES = ["standard", "reduced", "zero", "exempt"] as const;

/** How the product is taxed, and whether it is a gift card. */
export function TaxPanel() {
  const t = useTexts(editorTexts);
  const { control } = useFormContext<EditorValues>();
  return (
    <Panel>
      <PanelHeader title={t("tax")} />
      <div className="grid gap-4 px-4 pb-4">
        <Controller
          control={control}
          name="taxClass"
          render={({ field }) => (
            <Field label={t("tax_class")} help={t("tax_class_help")}>
              <Select
                value={field.value}
                onValueChange={field.onChange}
                options={CLASSES.map((value) => ({ value, label: t(`tax_${value}`) }))}
              />
            </Field>
          )}
        />
        <Controller
          control={control}
          name="giftCard"
          render={({ field }) => (
            <SwitchField
              label={t("gift_card")}
              help={t("gift_card_help")}
              checked={field.value}
              onCheckedChange={field.onChange}
            />
          )}
        />
      </div>
    </Panel>
  );
}

/** Who answers for the product: the EU wants it shown beside every offer. */
export function SafetyPanel() {
  const t = useTexts(editorTexts);
  const { register, formState } = useFormContext<EditorValues>();
  const errors = formState.errors.safety;
  const contact = (who: "manufacturer" | "responsible") => (
    <fieldset className="grid content-start gap-3">
      <legend className="mb-2 text-13 font-medium">{t(who)}</legend>
      <Field label={t("contact_name")} error={errors?.[`${who}Name`]?.message}>
        <Input maxLength={200} {...register(`safety.${who}Name`)} />
      </Field>
      <Field label={t("contact_address")} error={errors?.[`${who}Address`]?.message}>
        <Textarea rows={2} maxLength={500} {...register(`safety.${who}Address`)} />
      </Field>
      <Field label={t("contact_email")} error={errors?.[`${who}Email`]?.message}>
        <Input type="email" maxLength={254} {...register(`safety.${who}Email`)} />
      </Field>
    </fieldset>
  );
  return (
    <Panel>
      <PanelHeader title={t("safety")} note={t("safety_note")} />
      <div className="grid gap-6 px-4 pb-4 md:grid-cols-2">
        {contact("manufacturer")}
        {contact("responsible")}
        <div className="md:col-span-2">
          <Field label={t("warnings")} error={errors?.warnings?.message}>
            <Textarea rows={3} maxLength={5000} {...register("safety.warnings")} />
          </Field>
        </div>
      </div>
    </Panel>
  );
}
