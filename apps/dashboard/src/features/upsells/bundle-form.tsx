"use client";

import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { MoneyInput } from "@ecomm/ui/money-input";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { RadioGroup, RadioItem } from "@ecomm/ui/radio-group";
import { SwitchField } from "@ecomm/ui/switch";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Controller, type UseFormReturn } from "react-hook-form";
import { z } from "zod";
import { previewBundle } from "@/api/upsells";
import { WholeInput } from "@/features/products/editor/whole-input";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { BundleProduct } from "./bundle-product";
import { type BundleValues, termsOf } from "./bundle-values";
import { ComponentPicker } from "./component-picker";
import { UpsellForm } from "./form-frame";
import { upsellsTexts } from "./texts";

const units = (values: BundleValues): number =>
  values.components.reduce((sum, part) => sum + (part.quantity ?? 0), 0);

const priced = (values: BundleValues): boolean =>
  values.pricing === "fixed"
    ? values.price !== null && values.price >= 0
    : (values.percent ?? 0) > 0 && (values.percent ?? 0) < 100;

const FIELDS = { "price.amount": "price", percent_ppm: "percent", variant_id: "product" };

function useSchema(fresh: boolean) {
  const t = useTexts(upsellsTexts);
  return z.custom<BundleValues>().superRefine((values, context) => {
    const say = (path: keyof BundleValues, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (fresh && values.product === null && values.title.trim() === "") {
      say("title", t("name_missing"));
    }
    if (units(values) < 2) say("components", t("components_missing"));
    if (!priced(values)) {
      if (values.pricing === "fixed") say("price", t("price_missing"));
      else say("percent", t("percent_missing"));
    }
  }) as z.ZodType<BundleValues, BundleValues>;
}

/** What it costs, what each part stands for, and how many could be sold now. */
function Preview({ form }: { form: UseFormReturn<BundleValues> }) {
  const t = useTexts(upsellsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const may = useMay();
  const values = form.watch();
  const ready = units(values) >= 2 && priced(values);
  const body = termsOf(values, store.currency);
  const found = useQuery({
    queryKey: ["store", store.id, "bundle-preview", body],
    queryFn: () => previewBundle(store.id, body),
    enabled: ready && may("promotions"),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const shown = ready ? found.data : undefined;
  return (
    <Panel>
      <PanelHeader title={t("preview")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2 px-4 pb-4 text-13" aria-live="polite">
        {ready && found.error ? (
          <p className="text-danger">{troubleText(found.error, shell)}</p>
        ) : shown ? (
          <>
            <p>
              <b className="num block text-20 font-medium">{formatMoney(shown.price, t.locale)}</b>
              <span className="text-subtle">
                {t("worth", { amount: formatMoney(shown.components_total, t.locale) })}
                {shown.saved.amount > 0
                  ? `. ${t("saves", { amount: formatMoney(shown.saved, t.locale) })}`
                  : null}
              </span>
            </p>
            <ul className="grid grid-cols-[minmax(0,1fr)] gap-1">
              {shown.components.map((part) => (
                <li key={part.variant_id} className="flex justify-between gap-3">
                  <span className="truncate">{`${part.quantity} × ${part.title}`}</span>
                  <span className="num text-subtle">{formatMoney(part.share, t.locale)}</span>
                </li>
              ))}
            </ul>
            <p className="text-subtle">
              {shown.available === null
                ? t("sellable_any")
                : t("sellable", { count: shown.available })}
            </p>
            {shown.reason ? <p className="text-warning">{shown.reason}</p> : null}
          </>
        ) : (
          <p className="text-12 text-subtle">{t("preview_none")}</p>
        )}
      </div>
    </Panel>
  );
}

/** Everything a bundle says. `fresh`: its product is made with it. */
export function BundleForm({
  initial,
  fresh,
  save,
  side,
}: {
  initial: BundleValues;
  fresh: boolean;
  save: (values: BundleValues) => Promise<BundleValues>;
  side?: ReactNode;
}) {
  const t = useTexts(upsellsTexts);
  return (
    <UpsellForm
      schema={useSchema(fresh)}
      initial={initial}
      save={save}
      fields={FIELDS}
      main={(form) => <Main form={form} fresh={fresh} />}
      side={(form) => (
        <>
          <Panel className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
            {fresh && form.watch("product") === null ? (
              <Controller
                control={form.control}
                name="publish"
                render={({ field }) => (
                  <SwitchField
                    label={t("publish")}
                    help={t("publish_help")}
                    checked={field.value}
                    onCheckedChange={field.onChange}
                  />
                )}
              />
            ) : null}
            <Controller
              control={form.control}
              name="shown"
              render={({ field }) => (
                <SwitchField
                  label={t("shown_with")}
                  checked={field.value}
                  onCheckedChange={field.onChange}
                />
              )}
            />
          </Panel>
          <Preview form={form} />
          {side}
        </>
      )}
    />
  );
}

function Main({ form, fresh }: { form: UseFormReturn<BundleValues>; fresh: boolean }) {
  const t = useTexts(upsellsTexts);
  const store = useStore();
  const { control, register, watch, formState } = form;
  const { errors } = formState;
  const pricing = watch("pricing");
  return (
    <>
      {fresh ? (
        <Panel className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
          <BundleProduct form={form} />
          {watch("product") === null ? (
            <Field
              label={t("bundle_title")}
              help={t("bundle_title_help")}
              error={errors.title?.message}
            >
              <Input maxLength={250} {...register("title")} />
            </Field>
          ) : null}
        </Panel>
      ) : null}
      <Panel>
        <PanelHeader title={t("components")} />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 pb-4">
          <p className="text-12 text-subtle">{t("components_help")}</p>
          <Controller
            control={control}
            name="components"
            render={({ field }) => (
              <ComponentPicker value={field.value} onChange={field.onChange} />
            )}
          />
          {errors.components ? (
            <p role="alert" className="text-12 text-danger">
              {errors.components.message ?? t("components_missing")}
            </p>
          ) : null}
        </div>
      </Panel>
      <Panel>
        <PanelHeader title={t("pricing")} />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-4 pb-4">
          <Controller
            control={control}
            name="pricing"
            render={({ field }) => (
              <RadioGroup
                value={field.value}
                aria-label={t("pricing")}
                onValueChange={field.onChange}
              >
                <RadioItem value="fixed" label={t("pricing_fixed")} />
                <RadioItem
                  value="percent"
                  label={t("pricing_percent")}
                  help={t("pricing_percent_help")}
                />
              </RadioGroup>
            )}
          />
          {pricing === "fixed" ? (
            <Controller
              control={control}
              name="price"
              render={({ field }) => (
                <Field label={t("bundle_price")} error={errors.price?.message}>
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
          ) : (
            <Controller
              control={control}
              name="percent"
              render={({ field }) => (
                <Field label={t("percent")} error={errors.percent?.message}>
                  <WholeInput value={field.value} onValueChange={field.onChange} />
                </Field>
              )}
            />
          )}
        </div>
      </Panel>
    </>
  );
}
