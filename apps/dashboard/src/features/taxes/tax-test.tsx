"use client";

import type { Schema } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { Combobox } from "@ecomm/ui/combobox";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { MoneyInput } from "@ecomm/ui/money-input";
import { KeyValue, KeyValues, Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { Select } from "@ecomm/ui/select";
import { Status } from "@ecomm/ui/status";
import { useMemo, useState } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { tryTax } from "@/api/selling";
import type { Store } from "@/api/stores";
import { percentText } from "@/features/settings/percent";
import { countryOptions } from "@/features/stores/choices";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { CLASSES } from "./tax-rate-dialog";
import { taxTexts } from "./texts";

/** A sale to try the rates on: what applies, what it takes, and why the others do not. */
export function TaxTest({ store }: { store: Store }) {
  const t = useTexts(taxTexts);
  const shell = useTexts(shellTexts);
  const countries = useMemo(() => countryOptions(t.locale), [t.locale]);
  const [said, setSaid] = useState<Schema<"TaxTestOut"> | null>(null);
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      country: z.string().min(1, t("country_choose")),
      state: z.string().max(120),
      postal_code: z.string().max(20),
      tax_class: z.enum(CLASSES),
      amount: z
        .number(t("amount_missing"))
        .int()
        .min(0)
        .nullable()
        .refine((amount) => amount !== null, t("amount_missing")),
    }),
    values: {
      country: store.country,
      state: "",
      postal_code: "",
      tax_class: "standard" as Schema<"TaxClass">,
      amount: null as number | null,
    },
    submit: async ({ amount, ...sale }) =>
      setSaid(await tryTax(store.id, { ...sale, amount: amount ?? 0 })),
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { register, control, formState } = form;
  const { errors, isSubmitting } = formState;
  const money = (amount: Schema<"Money">) => formatMoney(amount, t.locale);
  return (
    <Panel>
      <PanelHeader title={t("test")} note={t("test_note")} />
      <PanelBody>
        <form noValidate onSubmit={onSubmit} className="grid items-end gap-4 sm:grid-cols-3">
          <FormProblem>{problem}</FormProblem>
          <Controller
            control={control}
            name="country"
            render={({ field }) => (
              <Field label={t("country")} error={errors.country?.message}>
                <Combobox options={countries} value={field.value} onValueChange={field.onChange} />
              </Field>
            )}
          />
          <Field label={t("state")} optional>
            <Input maxLength={120} {...register("state")} />
          </Field>
          <Field label={t("postcode")} optional>
            <Input maxLength={20} {...register("postal_code")} />
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
          <Controller
            control={control}
            name="amount"
            render={({ field }) => (
              <Field label={t("amount")} error={errors.amount?.message}>
                <MoneyInput
                  ref={field.ref}
                  currency={store.currency}
                  value={field.value}
                  onValueChange={field.onChange}
                  onBlur={field.onBlur}
                />
              </Field>
            )}
          />
          <Button type="submit" pending={isSubmitting} className="sm:justify-self-start">
            {t("try")}
          </Button>
        </form>
        <div aria-live="polite" className="mt-4 grid gap-3 empty:hidden">
          {said ? (
            <>
              <KeyValues className="max-w-80">
                <KeyValue label={t("net")}>{money(said.net)}</KeyValue>
                <KeyValue label={t("tax")}>{money(said.tax)}</KeyValue>
                <KeyValue label={t("gross")} total>
                  {money(said.gross)}
                </KeyValue>
              </KeyValues>
              {said.rates.length === 0 ? (
                <p className="text-13 text-muted">{t("no_rates")}</p>
              ) : (
                <ul className="text-13">
                  {said.rates.map((judged) => (
                    <li key={judged.rate.id} className="flex gap-4 border-t py-2">
                      <span className="min-w-0 flex-1">
                        <Status
                          glyph={judged.verdict === "applied" ? "circle-full" : "circle"}
                          tone={judged.verdict === "applied" ? "success" : "idle"}
                        >
                          {judged.rate.name} · {judged.jurisdiction} ·{" "}
                          {percentText(judged.rate.rate_ppm)} %
                        </Status>
                        <span className="block text-12 text-subtle">{judged.reason}</span>
                      </span>
                      {judged.amount ? <span className="num">{money(judged.amount)}</span> : null}
                    </li>
                  ))}
                </ul>
              )}
            </>
          ) : null}
        </div>
      </PanelBody>
    </Panel>
  );
}
