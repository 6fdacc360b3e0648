"use client";

import { Button } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { MoneyInput } from "@ecomm/ui/money-input";
import { DetailColumns, Panel, PanelHeader } from "@ecomm/ui/panel";
import { RadioGroup, RadioItem } from "@ecomm/ui/radio-group";
import { UnsavedBar } from "@ecomm/ui/unsaved-bar";
import type { ReactNode } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { ActiveSwitch, CombiningFields, PeriodFields, SelectionFields } from "./blocks";
import { EffectPanel } from "./effect-panel";
import { NumberField } from "./number-field";
import { GroupPicker, ProductPicker, SegmentPicker } from "./pickers";
import { discountsTexts } from "./texts";
import type { Values } from "./values";

/** Where the API names a field differently from the form. */
const FIELDS: Record<string, string> = {
  percent_ppm: "percent",
  "bogo.percent_ppm": "percent",
  "bogo.buy": "buy",
  "bogo.get": "get",
  "amount.amount": "amount",
  "minimum_subtotal.amount": "minimumSubtotal",
  minimum_quantity: "minimumQuantity",
  usage_limit: "usageLimit",
  customer_limit: "customerLimit",
  starts_at: "startsAt",
  ends_at: "endsAt",
  exclusive_group: "exclusiveGroup",
  selection: "products",
};

function useSchema() {
  const t = useTexts(discountsTexts);
  return z.custom<Values>().superRefine((values, context) => {
    const say = (path: keyof Values, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (values.method === "code" && values.code.trim() === "") say("code", t("code_missing"));
    if (values.method === "automatic" && values.name.trim() === "") say("name", t("name_missing"));
    const percent = values.percent ?? 0;
    const needsPercent = values.kind === "percentage" || values.kind === "bogo";
    if (needsPercent && !(percent > 0 && percent <= 100)) say("percent", t("percent_missing"));
    if (values.kind === "fixed" && !((values.amount ?? 0) > 0)) say("amount", t("amount_missing"));
    if (values.kind === "bogo") {
      for (const name of ["buy", "get"] as const) {
        if (!((values[name] ?? 0) >= 1)) say(name, t("number_missing"));
      }
    }
    const limits = ["times", "minimumQuantity", "usageLimit", "customerLimit"] as const;
    for (const name of limits) {
      if (values[name] !== null && !(values[name] >= 1)) say(name, t("number_missing"));
    }
    if (values.startsAt && values.endsAt && values.endsAt <= values.startsAt) {
      say("endsAt", t("ends_early"));
    }
  }) as z.ZodType<Values, Values>;
}

/** Everything a discount says. */
export function DiscountForm({
  initial,
  save,
  side,
}: {
  initial: Values;
  save: (values: Values) => Promise<Values>;
  side?: ReactNode;
}) {
  const t = useTexts(discountsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const may = useMay();
  const { form, onSubmit, problem } = useApiForm<Values>({
    schema: useSchema(),
    values: initial,
    submit: async (values) => {
      form.reset(await save(values));
    },
    map: { rename: (field) => FIELDS[field] ?? field },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { control, register, formState, watch, setValue } = form;
  const { errors, isSubmitting, isDirty, dirtyFields } = formState;
  const method = watch("method");
  return (
    <form noValidate onSubmit={onSubmit}>
      <fieldset disabled={!may("promotions")} className="contents">
        <FormProblem>{problem}</FormProblem>
        <DetailColumns
          main={
            <>
              <Panel>
                <PanelHeader title={t("method")} />
                <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-4 pb-4">
                  <Controller
                    control={control}
                    name="method"
                    render={({ field }) => (
                      <RadioGroup
                        value={field.value}
                        aria-label={t("method")}
                        onValueChange={field.onChange}
                      >
                        <RadioItem
                          value="code"
                          label={t("method_code")}
                          help={t("method_code_help")}
                        />
                        <RadioItem
                          value="automatic"
                          label={t("method_automatic")}
                          help={t("method_automatic_help")}
                        />
                      </RadioGroup>
                    )}
                  />
                  {method === "code" ? (
                    <Field
                      label={t("code")}
                      help={t("code_help")}
                      error={errors.code?.message}
                      end={
                        <Button
                          size="sm"
                          onClick={() =>
                            setValue("code", madeUp(), { shouldDirty: true, shouldValidate: true })
                          }
                        >
                          {t("code_make")}
                        </Button>
                      }
                    >
                      <Input
                        maxLength={40}
                        autoComplete="off"
                        spellCheck={false}
                        {...register("code")}
                      />
                    </Field>
                  ) : null}
                  <Field
                    label={t("name")}
                    help={t("name_help")}
                    error={errors.name?.message}
                    optional={method === "code"}
                  >
                    <Input maxLength={120} {...register("name")} />
                  </Field>
                </div>
              </Panel>
              <EffectPanel form={form} currency={store.currency} />
              <Panel>
                <PanelHeader title={t("applies")} />
                <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-4 pb-4">
                  <p className="text-12 text-subtle">{t("applies_help")}</p>
                  <SelectionFields form={form} />
                  <Controller
                    control={control}
                    name="excludedProducts"
                    render={({ field }) => (
                      <Field label={t("excluded_products")} help={t("excluded_help")}>
                        <ProductPicker value={field.value} onChange={field.onChange} />
                      </Field>
                    )}
                  />
                  <Controller
                    control={control}
                    name="excludedGroups"
                    render={({ field }) => (
                      <Field label={t("excluded_groups")}>
                        <GroupPicker value={field.value} onChange={field.onChange} />
                      </Field>
                    )}
                  />
                </div>
              </Panel>
              <Panel>
                <PanelHeader title={t("conditions")} />
                <div className="grid gap-4 px-4 pb-4 sm:grid-cols-2">
                  <Controller
                    control={control}
                    name="minimumSubtotal"
                    render={({ field }) => (
                      <Field
                        label={t("minimum_subtotal")}
                        help={t("none")}
                        error={errors.minimumSubtotal?.message}
                      >
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
                  {(
                    [
                      ["minimumQuantity", "minimum_quantity"],
                      ["usageLimit", "usage_limit"],
                      ["customerLimit", "customer_limit"],
                    ] as const
                  ).map(([name, label]) => (
                    <NumberField
                      key={name}
                      control={control}
                      name={name}
                      label={t(label)}
                      help={t("none")}
                      error={errors[name]?.message}
                    />
                  ))}
                  <Controller
                    control={control}
                    name="segments"
                    render={({ field }) => (
                      <Field
                        label={t("segments")}
                        help={t("segments_help")}
                        error={errors.segments?.message}
                      >
                        <SegmentPicker value={field.value} onChange={field.onChange} />
                      </Field>
                    )}
                  />
                </div>
              </Panel>
              <Panel>
                <PanelHeader title={t("together")} />
                <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-4 pb-4">
                  <CombiningFields
                    form={form}
                    legend={t("combines")}
                    label={(target) => t(`combines_${target}`)}
                    help={t("combines_help")}
                  />
                  <div className="grid gap-4 sm:grid-cols-2">
                    <Field
                      label={t("group")}
                      help={t("group_help")}
                      error={errors.exclusiveGroup?.message}
                    >
                      <Input maxLength={60} {...register("exclusiveGroup")} />
                    </Field>
                    <NumberField
                      control={control}
                      name="priority"
                      label={t("priority")}
                      help={t("priority_help")}
                      error={errors.priority?.message}
                    />
                  </div>
                </div>
              </Panel>
            </>
          }
          side={
            <>
              <Panel className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
                <ActiveSwitch form={form} help={t("active_help")} />
                <PeriodFields form={form} />
              </Panel>
              {side}
            </>
          }
        />
      </fieldset>
      <UnsavedBar
        dirty={isDirty}
        fields={Object.keys(dirtyFields).length}
        errors={Object.keys(errors).length}
        pending={isSubmitting}
        onSave={() => void onSubmit()}
        onDiscard={() => form.reset()}
      />
    </form>
  );
}

/** Eight signs without look-alikes. */
function madeUp(): string {
  const signs = "ABCDEFGHJKMNPQRSTVWXYZ23456789";
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (n) => signs[n % signs.length]).join(
    "",
  );
}
