"use client";

import type { Schema } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { Field, FieldError } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDay } from "@ecomm/ui/lib/dates";
import { Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { SwitchField } from "@ecomm/ui/switch";
import { toast } from "@ecomm/ui/toast";
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { savePricingSettings, takeBankRates } from "@/api/selling";
import { WholeInput } from "@/features/products/editor/whole-input";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { currencyTexts } from "./texts";

/** How old a rate may be, prior prices, and rates from the bank's file. */
export function RateSettings({
  storeId,
  now,
  onSaved,
}: {
  storeId: string;
  now: Schema<"CurrenciesOut">;
  onSaved: () => Promise<unknown>;
}) {
  const t = useTexts(currencyTexts);
  const shell = useTexts(shellTexts);
  const may = useMay();
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      rate_max_age_days: z
        .number(t("max_age_invalid"))
        .int(t("max_age_invalid"))
        .min(1, t("max_age_invalid"))
        .max(365, t("max_age_invalid")),
      omnibus: z.boolean(),
    }),
    values: { rate_max_age_days: now.rate_max_age_days, omnibus: now.omnibus },
    submit: async (values) => {
      await savePricingSettings(storeId, values);
      await onSaved();
      toast.success(t("saved"));
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const file = useMutation({
    mutationFn: async (chosen: File) => takeBankRates(storeId, await chosen.text()),
    onSuccess: async () => {
      await onSaved();
      toast.success(t("bank_taken"));
    },
  });
  const picker = useRef<HTMLInputElement>(null);
  const { control, formState } = form;
  const { errors, isSubmitting } = formState;
  const locked = !may("pricing_settings");
  return (
    <Panel>
      <PanelHeader
        title={t("settings")}
        note={
          now.newest_bank_day
            ? t("bank_day", { day: formatDay(now.newest_bank_day, "dayYear", t.locale) })
            : t("bank_none")
        }
      />
      <PanelBody>
        <form noValidate onSubmit={onSubmit} className="grid gap-4 sm:grid-cols-2">
          <FormProblem>{problem}</FormProblem>
          <Controller
            control={control}
            name="rate_max_age_days"
            render={({ field }) => (
              <Field
                label={t("max_age")}
                help={t("max_age_help")}
                error={errors.rate_max_age_days?.message}
              >
                <WholeInput
                  ref={field.ref}
                  value={field.value}
                  disabled={locked}
                  onValueChange={field.onChange}
                  onBlur={field.onBlur}
                />
              </Field>
            )}
          />
          <Controller
            control={control}
            name="omnibus"
            render={({ field }) => (
              <SwitchField
                label={t("omnibus")}
                help={t("omnibus_help")}
                checked={field.value}
                disabled={locked}
                onCheckedChange={field.onChange}
              />
            )}
          />
          {locked ? null : (
            <Button
              type="submit"
              pending={isSubmitting}
              className="justify-self-start sm:col-span-2"
            >
              {t("settings_save")}
            </Button>
          )}
        </form>
        <div className="mt-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t pt-4 text-13">
          <div className="min-w-0 max-w-120">
            <p className="font-medium">{t("bank_file")}</p>
            <p className="text-12 text-subtle">{t("bank_file_help")}</p>
            {file.error ? <FieldError>{troubleText(file.error, shell)}</FieldError> : null}
          </div>
          <input
            ref={picker}
            type="file"
            className="sr-only"
            tabIndex={-1}
            aria-label={t("bank_file")}
            accept=".xml,text/xml,application/xml"
            disabled={locked || file.isPending}
            onChange={(event) => {
              const chosen = event.target.files?.[0];
              if (chosen) file.mutate(chosen);
              event.target.value = "";
            }}
          />
          {locked ? null : (
            <Button pending={file.isPending} onClick={() => picker.current?.click()}>
              {t("bank_file_choose")}
            </Button>
          )}
        </div>
      </PanelBody>
    </Panel>
  );
}
