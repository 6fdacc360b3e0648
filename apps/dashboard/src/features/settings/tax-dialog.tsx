"use client";

import { Button } from "@ecomm/ui/button";
import { Combobox } from "@ecomm/ui/combobox";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, InputGroup } from "@ecomm/ui/input";
import { uiTexts } from "@ecomm/ui/texts";
import { useMemo } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { saveTaxRate } from "@/api/stores";
import { countryName, countryOptions } from "@/features/stores/choices";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { parsePercent, percentText } from "./percent";
import type { TaxRate } from "./rates";
import { settingsTexts } from "./texts";

/** Sets the tax rate of a country. */
export function TaxDialog({
  storeId,
  rate,
  taken,
  onClose,
  onSaved,
}: {
  storeId: string;
  rate: TaxRate | null;
  taken: readonly string[];
  onClose: () => void;
  onSaved: () => Promise<void>;
}) {
  const t = useTexts(settingsTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const countries = useMemo(
    () => countryOptions(t.locale).filter((option) => !taken.includes(option.value)),
    [t.locale, taken],
  );
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      country: z.string().min(1, t("tax_country_missing")),
      name: z.string().trim().min(1, t("tax_name_missing")).max(40),
      rate_ppm: z.string().refine((text) => parsePercent(text) !== null, t("tax_rate_invalid")),
    }),
    values: {
      country: rate?.country ?? "",
      name: rate?.name ?? "VAT",
      rate_ppm: rate ? percentText(rate.rate_ppm) : "",
    },
    submit: async ({ country, name, rate_ppm }) => {
      await saveTaxRate(storeId, { country, name, rate_ppm: parsePercent(rate_ppm) ?? 0 });
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
      <DialogContent
        title={
          rate
            ? t("tax_title", { country: countryName(rate.country, t.locale) })
            : t("tax_title_new")
        }
      >
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            {rate ? null : (
              <Controller
                control={control}
                name="country"
                render={({ field }) => (
                  <Field label={t("country")} error={errors.country?.message}>
                    <Combobox
                      options={countries}
                      value={field.value}
                      placeholder={t("tax_country_missing")}
                      onValueChange={field.onChange}
                    />
                  </Field>
                )}
              />
            )}
            <div className="grid gap-4 sm:grid-cols-2">
              <Field label={t("tax_name")} help={t("tax_name_help")} error={errors.name?.message}>
                <Input maxLength={40} {...register("name")} />
              </Field>
              <Field label={t("tax_rate")} error={errors.rate_ppm?.message}>
                <InputGroup
                  inputMode="decimal"
                  autoComplete="off"
                  after="%"
                  inputClassName="num text-end"
                  {...register("rate_ppm")}
                />
              </Field>
            </div>
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={isSubmitting}>
              {t("tax_save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
