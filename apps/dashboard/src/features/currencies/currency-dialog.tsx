"use client";

import { Button } from "@ecomm/ui/button";
import { Combobox } from "@ecomm/ui/combobox";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { InputGroup } from "@ecomm/ui/input";
import { Select } from "@ecomm/ui/select";
import { SwitchField } from "@ecomm/ui/switch";
import { uiTexts } from "@ecomm/ui/texts";
import { useMemo } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { type Currency, saveCurrency } from "@/api/selling";
import type { Store } from "@/api/stores";
import { currencyOptions } from "@/features/stores/choices";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { ENDING_KEYS, ENDINGS, type Ending, endingOf, parseRate, rateText } from "./endings";
import { currencyTexts } from "./texts";

/** Adds a currency, or changes how prices in it are made. */
export function CurrencyDialog({
  store,
  currency,
  taken,
  onClose,
  onSaved,
}: {
  store: Store;
  currency: Currency | null;
  taken: readonly string[];
  onClose: () => void;
  onSaved: () => Promise<unknown>;
}) {
  const t = useTexts(currencyTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const options = useMemo(
    () => currencyOptions(t.locale).filter((option) => !taken.includes(option.value)),
    [t.locale, taken],
  );
  const custom = currency !== null && endingOf(currency.step, currency.below) === null;
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      currency: z.string().min(1, t("choose")),
      enabled: z.boolean(),
      manual_ppm: z
        .string()
        .refine((text) => text.trim() === "" || parseRate(text) !== null, t("manual_invalid")),
      ending: z.string(),
      direction: z.enum(["nearest", "up"]),
    }),
    values: {
      currency: currency?.currency ?? "",
      enabled: currency?.enabled ?? true,
      manual_ppm: currency?.manual_ppm ? rateText(currency.manual_ppm) : "",
      ending: (currency ? (endingOf(currency.step, currency.below) ?? "custom") : "none") as string,
      direction: (currency?.direction ?? "nearest") as "nearest" | "up",
    },
    submit: async ({ currency: code, ending, manual_ppm, ...values }) => {
      const set =
        ending === "custom" && currency
          ? { step: currency.step, below: currency.below }
          : ENDINGS[ending as Ending];
      const body = { ...values, ...set, manual_ppm: parseRate(manual_ppm) };
      await saveCurrency(store.id, code, body, currency === null);
      await onSaved();
      onClose();
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { register, control, formState } = form;
  const { errors, isSubmitting } = formState;
  const endings = [
    ...ENDING_KEYS.map((value) => ({ value: value as string, label: t(`ending_${value}`) })),
    ...(custom
      ? [
          {
            value: "custom",
            label: t("ending_custom", { step: currency.step, below: currency.below }),
          },
        ]
      : []),
  ];
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={currency ? t("edit_title", { name: currency.currency }) : t("new_title")}
      >
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            {currency ? null : (
              <Controller
                control={control}
                name="currency"
                render={({ field }) => (
                  <Field label={t("currency")} error={errors.currency?.message}>
                    <Combobox
                      options={options}
                      value={field.value}
                      placeholder={t("choose")}
                      onValueChange={field.onChange}
                    />
                  </Field>
                )}
              />
            )}
            <Field
              label={t("manual")}
              help={t("manual_help", { own: store.currency })}
              error={errors.manual_ppm?.message}
              optional
            >
              <InputGroup
                inputMode="decimal"
                autoComplete="off"
                inputClassName="num text-end"
                {...register("manual_ppm")}
              />
            </Field>
            <div className="grid gap-4 sm:grid-cols-2">
              <Field label={t("ending")}>
                <Controller
                  control={control}
                  name="ending"
                  render={({ field }) => (
                    <Select value={field.value} onValueChange={field.onChange} options={endings} />
                  )}
                />
              </Field>
              <Field label={t("direction")}>
                <Controller
                  control={control}
                  name="direction"
                  render={({ field }) => (
                    <Select
                      value={field.value}
                      onValueChange={field.onChange}
                      options={(["nearest", "up"] as const).map((value) => ({
                        value,
                        label: t(`direction_${value}`),
                      }))}
                    />
                  )}
                />
              </Field>
            </div>
            <Controller
              control={control}
              name="enabled"
              render={({ field }) => (
                <SwitchField
                  label={t("enabled")}
                  help={t("enabled_help")}
                  checked={field.value}
                  onCheckedChange={field.onChange}
                />
              )}
            />
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
