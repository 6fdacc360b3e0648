"use client";

import type { Schema } from "@ecomm/api-client";
import { Button, IconButton } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { MoneyInput } from "@ecomm/ui/money-input";
import { Select } from "@ecomm/ui/select";
import { uiTexts } from "@ecomm/ui/texts";
import { Plus, Trash2 } from "lucide-react";
import { Controller, useFieldArray } from "react-hook-form";
import { z } from "zod";
import type { Zone } from "@/api/selling";
import { type Store, saveShippingRate } from "@/api/stores";
import { WholeInput } from "@/features/products/editor/whole-input";
import type { ShippingRate } from "@/features/settings/rates";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { shippingTexts } from "./texts";

const BASES = ["flat", "price", "weight"] as const;

/** Makes or changes a rate of a zone: flat, or in steps by value or weight. */
export function ZoneRateDialog({
  store,
  zone,
  rate,
  onClose,
  onSaved,
}: {
  store: Store;
  zone: Zone;
  rate: ShippingRate | null;
  onClose: () => void;
  onSaved: () => Promise<unknown>;
}) {
  const t = useTexts(shippingTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const { currency } = store;
  const whole = z.number(t("amount_missing")).int().min(0).nullable();
  const days = z
    .number(t("days_invalid"))
    .int(t("days_invalid"))
    .min(0, t("days_invalid"))
    .max(365, t("days_invalid"));
  const { form, onSubmit, problem } = useApiForm({
    schema: z
      .object({
        name: z.string().trim().min(1, t("rate_name_missing")).max(80),
        basis: z.enum(BASES),
        amount: whole.refine((amount) => amount !== null, t("amount_missing")),
        free_over: whole,
        min_days: days,
        max_days: days,
        tiers: z.array(z.object({ from: whole, amount: whole })),
      })
      .superRefine((values, context) => {
        if (values.max_days < values.min_days) {
          context.addIssue({ code: "custom", path: ["max_days"], message: t("days_order") });
        }
        if (values.basis === "flat") return;
        values.tiers.forEach((tier, at) => {
          if (tier.from === null || tier.amount === null) {
            const path = ["tiers", at, tier.from === null ? "from" : "amount"];
            context.addIssue({ code: "custom", path, message: t("step_missing") });
          }
        });
      }),
    values: {
      name: rate?.name ?? "",
      basis: (rate?.basis ?? "flat") as Schema<"ShippingRateIn">["basis"] & string,
      amount: (rate?.amount.amount ?? null) as number | null,
      free_over: (rate?.free_over?.amount ?? null) as number | null,
      min_days: rate?.min_days ?? 2,
      max_days: rate?.max_days ?? 5,
      tiers: (rate?.tiers ?? []).map((tier) => ({
        from: tier.from as number | null,
        amount: tier.amount.amount as number | null,
      })),
    },
    submit: async ({ amount, tiers, ...values }) => {
      await saveShippingRate(store.id, rate?.id ?? null, {
        ...values,
        zone_id: zone.id,
        countries: [],
        amount: amount ?? 0,
        tiers:
          values.basis === "flat"
            ? []
            : tiers.map((tier) => ({ from: tier.from ?? 0, amount: tier.amount ?? 0 })),
      });
      await onSaved();
      onClose();
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { register, control, formState, watch } = form;
  const { errors, isSubmitting } = formState;
  const tiers = useFieldArray({ control, name: "tiers" });
  const basis = watch("basis");
  const money = (name: "amount" | "free_over", label: string, optional = false) => (
    <Controller
      control={control}
      name={name}
      render={({ field }) => (
        <Field label={label} error={errors[name]?.message} optional={optional}>
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
  );
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t(rate ? "rate_title" : "rate_new", { zone: zone.name })}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            <Field label={t("rate_name")} error={errors.name?.message}>
              <Input maxLength={80} autoFocus {...register("name")} />
            </Field>
            <Field label={t("basis")}>
              <Controller
                control={control}
                name="basis"
                render={({ field }) => (
                  <Select
                    value={field.value}
                    onValueChange={field.onChange}
                    options={BASES.map((value) => ({ value, label: t(`basis_${value}`) }))}
                  />
                )}
              />
            </Field>
            <div className="grid gap-4 sm:grid-cols-2">
              {money("amount", t(basis === "flat" ? "amount" : "amount_first"))}
              {money("free_over", t("free_over"), true)}
            </div>
            {basis === "flat" ? null : (
              <fieldset className="grid gap-2">
                <legend className="mb-1 text-12 font-medium">{t("steps")}</legend>
                {tiers.fields.map((tier, at) => (
                  <div key={tier.id} className="flex items-end gap-2">
                    <Controller
                      control={control}
                      name={`tiers.${at}.from`}
                      render={({ field }) => (
                        <Field
                          className="flex-1"
                          label={t(basis === "price" ? "step_from_price" : "step_from_weight")}
                          error={errors.tiers?.[at]?.from?.message}
                        >
                          {basis === "price" ? (
                            <MoneyInput
                              ref={field.ref}
                              currency={currency}
                              value={field.value}
                              onValueChange={field.onChange}
                              onBlur={field.onBlur}
                            />
                          ) : (
                            <WholeInput
                              ref={field.ref}
                              value={field.value}
                              onValueChange={field.onChange}
                              onBlur={field.onBlur}
                            />
                          )}
                        </Field>
                      )}
                    />
                    <Controller
                      control={control}
                      name={`tiers.${at}.amount`}
                      render={({ field }) => (
                        <Field
                          className="flex-1"
                          label={t("step_costs")}
                          error={errors.tiers?.[at]?.amount?.message}
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
                    <IconButton
                      label={t("step_remove", { n: at + 1 })}
                      onClick={() => tiers.remove(at)}
                    >
                      <Trash2 aria-hidden />
                    </IconButton>
                  </div>
                ))}
                <Button
                  size="sm"
                  className="justify-self-start"
                  disabled={tiers.fields.length >= 20}
                  onClick={() => tiers.append({ from: null, amount: null })}
                >
                  <Plus aria-hidden />
                  {t("step_add")}
                </Button>
              </fieldset>
            )}
            <div className="grid gap-4 sm:grid-cols-2">
              {(["min_days", "max_days"] as const).map((name) => (
                <Controller
                  key={name}
                  control={control}
                  name={name}
                  render={({ field }) => (
                    <Field label={t(name)} error={errors[name]?.message}>
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
