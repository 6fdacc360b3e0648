"use client";

import { Button } from "@ecomm/ui/button";
import { Combobox } from "@ecomm/ui/combobox";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { MoneyInput } from "@ecomm/ui/money-input";
import { uiTexts } from "@ecomm/ui/texts";
import { X } from "lucide-react";
import { useMemo } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { type Store, saveShippingRate } from "@/api/stores";
import { WholeInput } from "@/features/products/editor/whole-input";
import { countryName, countryOptions } from "@/features/stores/choices";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { rateBody, type ShippingRate } from "./rates";
import { settingsTexts } from "./texts";

/** Makes or changes a shipping rate. */
export function RateDialog({
  store,
  rate,
  onClose,
  onSaved,
}: {
  store: Store;
  rate: ShippingRate | null;
  onClose: () => void;
  onSaved: () => Promise<void>;
}) {
  const t = useTexts(settingsTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const countries = useMemo(() => countryOptions(t.locale), [t.locale]);
  const { currency } = store;
  const example = formatMoney({ amount: 590, currency }, t.locale);
  const days = z
    .number(t("rate_days_invalid"))
    .int(t("rate_days_invalid"))
    .min(0)
    .max(365, t("rate_days_invalid"))
    .nullable();
  const { form, onSubmit, problem } = useApiForm({
    schema: z
      .object({
        name: z.string().trim().min(1, t("rate_name_missing")).max(80),
        amount: z.number(t("money_invalid", { example })).int().min(0).nullable(),
        free_over: z.number(t("money_invalid", { example })).int().min(0).nullable(),
        min_days: days,
        max_days: days,
        countries: z.array(z.string()),
      })
      .superRefine((values, context) => {
        const say = (path: string, message: string) =>
          context.addIssue({ code: "custom", path: [path], message });
        if (values.amount === null) say("amount", t("rate_amount_missing"));
        if (values.min_days === null) say("min_days", t("rate_days_invalid"));
        if (values.max_days === null) say("max_days", t("rate_days_invalid"));
        else if (values.min_days !== null && values.max_days < values.min_days) {
          say("max_days", t("rate_days_order"));
        }
      }),
    values: {
      name: rate?.name ?? "",
      amount: rate?.amount.amount ?? null,
      free_over: rate?.free_over?.amount ?? null,
      min_days: rate?.min_days ?? 2,
      max_days: rate?.max_days ?? 5,
      countries: rate?.countries ?? [],
    },
    submit: async ({ amount, min_days, max_days, ...values }) => {
      await saveShippingRate(store.id, rate?.id ?? null, {
        ...values,
        // Steps are set on the page of shipping; they stay as they are.
        basis: rate?.basis ?? "flat",
        tiers: rate ? (rateBody(rate).tiers ?? []) : [],
        amount: amount ?? 0,
        min_days: min_days ?? 0,
        max_days: max_days ?? 0,
      });
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
      <DialogContent title={rate ? t("rate_title") : t("rate_title_new")}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            <Field label={t("rate_name")} help={t("rate_name_help")} error={errors.name?.message}>
              <Input maxLength={80} autoFocus {...register("name")} />
            </Field>
            <div className="grid gap-4 sm:grid-cols-2">
              <Controller
                control={control}
                name="amount"
                render={({ field }) => (
                  <Field label={t("rate_amount")} error={errors.amount?.message}>
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
              <Controller
                control={control}
                name="free_over"
                render={({ field }) => (
                  <Field
                    label={t("rate_free_over")}
                    help={t("rate_free_over_help")}
                    error={errors.free_over?.message}
                    optional
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
              {(["min_days", "max_days"] as const).map((name) => (
                <Controller
                  key={name}
                  control={control}
                  name={name}
                  render={({ field }) => (
                    <Field
                      label={t(name === "min_days" ? "rate_min" : "rate_max")}
                      error={errors[name]?.message}
                    >
                      <WholeInput
                        ref={field.ref}
                        value={field.value}
                        onValueChange={field.onChange}
                        onBlur={field.onBlur}
                      />
                    </Field>
                  )}
                />
              ))}
            </div>
            <Controller
              control={control}
              name="countries"
              render={({ field }) => (
                <Field
                  label={t("rate_countries")}
                  help={t("rate_countries_help")}
                  error={errors.countries?.message}
                >
                  <Combobox
                    value=""
                    placeholder={t("rate_countries_choose")}
                    options={countries.filter((option) => !field.value.includes(option.value))}
                    onValueChange={(code) => field.onChange([...field.value, code])}
                  />
                  {field.value.length > 0 ? (
                    <ul className="flex flex-wrap gap-1">
                      {field.value.map((code) => {
                        const name = countryName(code, t.locale);
                        return (
                          <li
                            key={code}
                            className="inline-flex h-8 items-center gap-1 rounded-xs bg-sunken ps-2 pe-1 text-12 inset-ring inset-ring-border md:h-6"
                          >
                            {name}
                            <button
                              type="button"
                              aria-label={t("remove", { name })}
                              onClick={() =>
                                field.onChange(field.value.filter((other) => other !== code))
                              }
                              className="grid size-6 place-items-center rounded-xs text-subtle hover:text-text md:size-4"
                            >
                              <X className="size-3" aria-hidden />
                            </button>
                          </li>
                        );
                      })}
                    </ul>
                  ) : null}
                </Field>
              )}
            />
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={isSubmitting}>
              {t("rate_save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
