"use client";

import { Combobox } from "@ecomm/ui/combobox";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, InputGroup } from "@ecomm/ui/input";
import { MoneyInput } from "@ecomm/ui/money-input";
import { DetailColumns, Panel, PanelHeader } from "@ecomm/ui/panel";
import { RadioGroup, RadioItem } from "@ecomm/ui/radio-group";
import { Select } from "@ecomm/ui/select";
import { SwitchField } from "@ecomm/ui/switch";
import { UnsavedBar } from "@ecomm/ui/unsaved-bar";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { Controller, type UseFormReturn } from "react-hook-form";
import { z } from "zod";
import { supplierNamesQuery } from "@/api/price-rules";
import { categoriesQuery, productsQuery } from "@/api/products";
import { WholeInput } from "@/features/products/editor/whole-input";
import { countryOptions } from "@/features/stores/choices";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { BandRows } from "./band-rows";
import { LivePreview } from "./preview";
import { ruleFormTexts } from "./texts";
import { ENDINGS, faults, KINDS, type RuleValues, SCOPES, triedBody } from "./values";

type Form = UseFormReturn<RuleValues>;

/** Where the API names a field differently. */
const FIELDS: Record<string, string> = {
  scope_id: "scopeId",
  "formula.markup.factor_ppm": "factor",
  "formula.margin": "margin",
  "formula.bands.bands": "bands",
  fx_buffer_ppm: "buffer",
  floor_margin_ppm: "floor",
};
const HOME = "home";

function useSchema() {
  const t = useTexts(ruleFormTexts);
  return z.custom<RuleValues>().superRefine((values, context) => {
    for (const [field, fault] of Object.entries(faults(values))) {
      context.addIssue({ code: "custom", path: [field], message: t(`fault_${fault}`) });
    }
  }) as z.ZodType<RuleValues, RuleValues>;
}

/** Everything a rule says, and beside it what it would do. */
export function RuleForm({
  initial,
  replaces,
  save,
  side,
}: {
  initial: RuleValues;
  /** The rule that this one stands for in the preview. */
  replaces: string | null;
  save: (values: RuleValues) => Promise<RuleValues>;
  side?: ReactNode;
}) {
  const shell = useTexts(shellTexts);
  const may = useMay();
  const { form, onSubmit, problem } = useApiForm<RuleValues>({
    schema: useSchema(),
    values: initial,
    submit: async (values) => {
      form.reset(await save(values));
    },
    map: { rename: (field) => FIELDS[field] ?? field },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { errors, isSubmitting, isDirty, dirtyFields } = form.formState;
  const values = form.watch();
  const rule = triedBody(values);
  const tried = rule ? { rule, ...(replaces ? { replaces } : {}) } : null;
  return (
    <form noValidate onSubmit={onSubmit}>
      <FormProblem>{problem}</FormProblem>
      <DetailColumns
        main={
          <fieldset disabled={!may("price_rules")} className="grid min-w-0 gap-4">
            <Naming form={form} />
            <WhatFor form={form} />
            <How form={form} />
            <Guards form={form} />
          </fieldset>
        }
        side={
          <>
            <LivePreview tried={tried} />
            {side}
          </>
        }
      />
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

function Naming({ form }: { form: Form }) {
  const t = useTexts(ruleFormTexts);
  const { control, register, formState } = form;
  const { errors } = formState;
  return (
    <Panel className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_8rem]">
        <Field label={t("name")} help={t("name_help")} error={errors.name?.message}>
          <Input maxLength={80} {...register("name")} />
        </Field>
        <Controller
          control={control}
          name="position"
          render={({ field }) => (
            <Field label={t("position")} error={errors.position?.message}>
              <WholeInput
                value={field.value}
                onValueChange={field.onChange}
                onBlur={field.onBlur}
              />
            </Field>
          )}
        />
      </div>
      <p className="text-12 text-subtle">{t("position_help")}</p>
      <Controller
        control={control}
        name="active"
        render={({ field }) => (
          <SwitchField
            label={t("active")}
            help={t("active_help")}
            checked={field.value}
            onCheckedChange={field.onChange}
          />
        )}
      />
    </Panel>
  );
}

function WhatFor({ form }: { form: Form }) {
  const t = useTexts(ruleFormTexts);
  const { control, formState } = form;
  const scope = form.watch("scope");
  const countries = useMemo(
    () => [{ value: HOME, label: t("destination_home") }, ...countryOptions(t.locale)],
    [t],
  );
  return (
    <Panel>
      <PanelHeader title={t("what_for")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-4 pb-4 sm:grid-cols-2">
        <Controller
          control={control}
          name="scope"
          render={({ field }) => (
            <Field label={t("scope")}>
              <Select
                value={field.value}
                onValueChange={(next) => {
                  field.onChange(next);
                  form.setValue("scopeId", "", { shouldDirty: true });
                }}
                options={SCOPES.map((value) => ({ value, label: t(`scope_${value}`) }))}
              />
            </Field>
          )}
        />
        {scope === "all" ? null : (
          <Controller
            control={control}
            name="scopeId"
            render={({ field }) => (
              <Field label={t(`choose_${scope}`)} error={formState.errors.scopeId?.message}>
                <ScopePicker scope={scope} value={field.value} onChange={field.onChange} />
              </Field>
            )}
          />
        )}
        <Controller
          control={control}
          name="destination"
          render={({ field }) => (
            <Field label={t("destination")} help={t("destination_help")}>
              <Combobox
                options={countries}
                value={field.value || HOME}
                onValueChange={(next) => field.onChange(next === HOME ? "" : next)}
              />
            </Field>
          )}
        />
      </div>
    </Panel>
  );
}

function ScopePicker({
  scope,
  value,
  onChange,
}: {
  scope: "supplier" | "category" | "product";
  value: string;
  onChange: (id: string) => void;
}) {
  const t = useTexts(ruleFormTexts);
  const store = useStore();
  const suppliers = useQuery({ ...supplierNamesQuery(store.id), enabled: scope === "supplier" });
  const categories = useQuery({ ...categoriesQuery(store.id), enabled: scope === "category" });
  const products = useQuery({
    ...productsQuery(store.id, { per_page: 100, sort: "title" }),
    enabled: scope === "product",
  });
  const named = {
    supplier: suppliers.data?.map(({ id, name }) => ({ value: id, label: name })),
    category: categories.data?.map(({ id, name }) => ({ value: id, label: name })),
    product: products.data?.items.map(({ id, title }) => ({ value: id, label: title })),
  }[scope];
  return (
    <Combobox
      options={named ?? []}
      // An id is no name: until the names are there the field looks empty.
      value={named?.some((one) => one.value === value) ? value : ""}
      placeholder={t(`choose_${scope}`)}
      onValueChange={onChange}
    />
  );
}

function Share({
  form,
  name,
  label,
  help,
}: {
  form: Form;
  name: "margin" | "fee" | "floor" | "buffer";
  label: string;
  help?: string;
}) {
  return (
    <Field label={label} help={help} error={form.formState.errors[name]?.message}>
      <InputGroup
        inputMode="decimal"
        autoComplete="off"
        after="%"
        inputClassName="num text-end"
        placeholder="0"
        {...form.register(name)}
      />
    </Field>
  );
}

function Amount({ form, name, label }: { form: Form; name: "add" | "fixedFee"; label: string }) {
  const store = useStore();
  return (
    <Controller
      control={form.control}
      name={name}
      render={({ field }) => (
        <Field label={label} error={form.formState.errors[name]?.message}>
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
  );
}

function How({ form }: { form: Form }) {
  const t = useTexts(ruleFormTexts);
  const { control, register, formState } = form;
  const { errors } = formState;
  const kind = form.watch("kind");
  return (
    <Panel>
      <PanelHeader title={t("how")} note={t("how_note")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-4 pb-4">
        <Controller
          control={control}
          name="kind"
          render={({ field }) => (
            <RadioGroup
              value={field.value}
              aria-label={t("how")}
              onValueChange={field.onChange}
              className="sm:grid-cols-3"
            >
              {KINDS.map((one) => (
                <RadioItem
                  key={one}
                  value={one}
                  label={t(`kind_${one}`)}
                  help={t(`kind_${one}_help`)}
                />
              ))}
            </RadioGroup>
          )}
        />
        {kind === "markup" ? (
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t("factor")} error={errors.factor?.message}>
              <InputGroup
                inputMode="decimal"
                autoComplete="off"
                before="×"
                inputClassName="num text-end"
                {...register("factor")}
              />
            </Field>
            <Amount form={form} name="add" label={t("add")} />
          </div>
        ) : kind === "margin" ? (
          <div className="grid gap-4 sm:grid-cols-3">
            <Share form={form} name="margin" label={t("margin")} />
            <Share form={form} name="fee" label={t("fee")} help={t("fee_help")} />
            <Amount form={form} name="fixedFee" label={t("fixed_fee")} />
          </div>
        ) : (
          <Controller
            control={control}
            name="bands"
            render={({ field }) => (
              <>
                <BandRows value={field.value} onChange={field.onChange} />
                {errors.bands ? (
                  <p role="alert" className="text-12 text-danger">
                    {errors.bands.message ?? t("fault_bands")}
                  </p>
                ) : null}
              </>
            )}
          />
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <Controller
            control={control}
            name="ending"
            render={({ field }) => (
              <Field label={t("ending")} help={t("ending_help")}>
                <Select
                  value={field.value}
                  onValueChange={field.onChange}
                  options={ENDINGS.map((value) => ({ value, label: t(`ending_${value}`) }))}
                />
              </Field>
            )}
          />
        </div>
        <Controller
          control={control}
          name="compareAt"
          render={({ field }) => (
            <SwitchField
              label={t("compare_at")}
              help={t("compare_at_help")}
              checked={field.value}
              onCheckedChange={field.onChange}
            />
          )}
        />
      </div>
    </Panel>
  );
}

function Guards({ form }: { form: Form }) {
  const t = useTexts(ruleFormTexts);
  return (
    <Panel>
      <PanelHeader title={t("guards")} note={t("guards_note")} />
      <div className="grid gap-4 px-4 pb-4 sm:grid-cols-2">
        <Share form={form} name="floor" label={t("floor")} help={t("floor_help")} />
        <Share form={form} name="buffer" label={t("buffer")} help={t("buffer_help")} />
      </div>
    </Panel>
  );
}
