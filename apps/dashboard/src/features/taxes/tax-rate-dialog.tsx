"use client";

import type { Schema } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { Combobox } from "@ecomm/ui/combobox";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, InputGroup } from "@ecomm/ui/input";
import { Select } from "@ecomm/ui/select";
import { uiTexts } from "@ecomm/ui/texts";
import { useMemo } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { createTaxRate, replaceTaxRate, type TaxRate } from "@/api/selling";
import { parsePercent, percentText } from "@/features/settings/percent";
import { countryOptions } from "@/features/stores/choices";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { taxTexts } from "./texts";

export const CLASSES = ["standard", "reduced", "zero", "exempt"] as const;
const SLOTS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

/** Makes or changes a tax rate of a place. */
export function TaxRateDialog({
  storeId,
  rate,
  onClose,
  onSaved,
}: {
  storeId: string;
  rate: TaxRate | null;
  onClose: () => void;
  onSaved: () => Promise<unknown>;
}) {
  const t = useTexts(taxTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const countries = useMemo(() => countryOptions(t.locale), [t.locale]);
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      country: z.string().min(1, t("country_choose")),
      state: z
        .string()
        .trim()
        .regex(/^[A-Za-z0-9]{0,3}$/, t("state_invalid")),
      postal_pattern: z.string().trim().max(20),
      tax_class: z.enum(CLASSES),
      slot: z.enum(SLOTS),
      name: z.string().trim().min(1, t("label_missing")).max(40),
      rate_ppm: z.string().refine((text) => parsePercent(text) !== null, t("percent_invalid")),
    }),
    values: {
      country: rate?.country ?? "",
      state: rate?.state ?? "",
      postal_pattern: rate?.postal_pattern ?? "",
      tax_class: (rate?.tax_class ?? "standard") as Schema<"TaxClass">,
      slot: String(rate?.slot ?? 1) as (typeof SLOTS)[number],
      name: rate?.name ?? "",
      rate_ppm: rate ? percentText(rate.rate_ppm) : "",
    },
    submit: async ({ rate_ppm, state, slot, ...values }) => {
      const body = {
        ...values,
        state: state.toUpperCase(),
        slot: Number(slot),
        rate_ppm: parsePercent(rate_ppm) ?? 0,
      };
      await (rate ? replaceTaxRate(storeId, rate.id, body) : createTaxRate(storeId, body));
      await onSaved();
      onClose();
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { register, control, formState } = form;
  const { errors, isSubmitting } = formState;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t(rate ? "edit_title" : "new_title")}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            <Controller
              control={control}
              name="country"
              render={({ field }) => (
                <Field label={t("country")} error={errors.country?.message}>
                  <Combobox
                    options={countries}
                    value={field.value}
                    placeholder={t("country_choose")}
                    onValueChange={field.onChange}
                  />
                </Field>
              )}
            />
            <div className="grid gap-4 sm:grid-cols-2">
              <Field
                label={t("state")}
                help={t("state_help")}
                error={errors.state?.message}
                optional
              >
                <Input maxLength={3} autoCapitalize="characters" {...register("state")} />
              </Field>
              <Field
                label={t("postcode")}
                help={t("postcode_help")}
                error={errors.postal_pattern?.message}
                optional
              >
                <Input maxLength={20} {...register("postal_pattern")} />
              </Field>
              <Field label={t("label")} help={t("label_help")} error={errors.name?.message}>
                <Input maxLength={40} {...register("name")} />
              </Field>
              <Field label={t("percent")} error={errors.rate_ppm?.message}>
                <InputGroup
                  inputMode="decimal"
                  autoComplete="off"
                  after="%"
                  inputClassName="num text-end"
                  {...register("rate_ppm")}
                />
              </Field>
              <Field label={t("tax_class")}>
                <Controller
                  control={control}
                  name="tax_class"
                  render={({ field }) => (
                    <Select
                      value={field.value}
                      onValueChange={field.onChange}
                      options={CLASSES.map((value) => ({ value, label: t(`class_${value}`) }))}
                    />
                  )}
                />
              </Field>
              <Field label={t("slot_label")} help={t("slot_help")}>
                <Controller
                  control={control}
                  name="slot"
                  render={({ field }) => (
                    <Select
                      value={field.value}
                      onValueChange={field.onChange}
                      options={SLOTS.map((value) => ({ value, label: value }))}
                    />
                  )}
                />
              </Field>
            </div>
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={isSubmitting}>
              {t("save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
