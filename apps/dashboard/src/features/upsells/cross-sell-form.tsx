"use client";

import { CheckboxField } from "@ecomm/ui/checkbox";
import { Combobox } from "@ecomm/ui/combobox";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { RadioGroup, RadioItem } from "@ecomm/ui/radio-group";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Controller, type UseFormReturn } from "react-hook-form";
import { z } from "zod";
import { discountsQuery } from "@/api/discounts";
import type { CrossSell } from "@/api/upsells";
import { ActiveSwitch } from "@/features/discounts/blocks";
import { GroupPicker, ProductPicker } from "@/features/discounts/pickers";
import { WholeInput } from "@/features/products/editor/whole-input";
import { useStore } from "@/features/stores/store-context";
import { UpsellForm } from "./form-frame";
import { upsellsTexts } from "./texts";

export type Placement = CrossSell["placements"][number];

/** What the form of a cross-sell holds. */
export interface CrossSellValues {
  name: string;
  title: string;
  active: boolean;
  triggerProducts: string[];
  triggerGroups: string[];
  source: CrossSell["source"];
  products: string[];
  group: string | null;
  placements: Placement[];
  position: number | null;
  most: number | null;
  discount: string | null;
}

export const blankCrossSell = (title: string): CrossSellValues => ({
  name: "",
  title,
  active: true,
  triggerProducts: [],
  triggerGroups: [],
  source: "products",
  products: [],
  group: null,
  placements: ["product", "cart"],
  position: 0,
  most: 4,
  discount: null,
});

export const fromCrossSell = (found: CrossSell): CrossSellValues => ({
  name: found.name,
  title: found.title,
  active: found.active,
  triggerProducts: found.trigger.products,
  triggerGroups: found.trigger.groups,
  source: found.source,
  products: found.products,
  group: found.group_id,
  placements: found.placements,
  position: found.position,
  most: found.most,
  discount: found.discount_id,
});

/** The body; excluded products, which the form does not show, are kept as they were. */
export const crossSellBody = (values: CrossSellValues, before: CrossSell | null) => ({
  name: values.name.trim(),
  title: values.title.trim(),
  active: values.active,
  trigger: {
    products: values.triggerProducts,
    groups: values.triggerGroups,
    excluded_products: before?.trigger.excluded_products ?? [],
    excluded_groups: before?.trigger.excluded_groups ?? [],
  },
  source: values.source,
  products: values.source === "products" ? values.products : [],
  group_id: values.source === "group" ? values.group : null,
  placements: values.placements,
  position: values.position ?? 0,
  most: values.most ?? 4,
  discount_id: values.discount,
});

const FIELDS = { trigger: "triggerProducts", group_id: "group", discount_id: "discount" };
const PLACES = ["product", "cart", "after_purchase"] as const;
const PLACE_WORDS = { product: "product", cart: "cart", after_purchase: "after" } as const;

function useSchema() {
  const t = useTexts(upsellsTexts);
  return z.custom<CrossSellValues>().superRefine((values, context) => {
    const say = (path: keyof CrossSellValues, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (values.name.trim() === "") say("name", t("name_missing"));
    if (values.title.trim() === "") say("title", t("name_missing"));
    if (values.source === "products" && values.products.length === 0) {
      say("products", t("shown_missing"));
    }
    if (values.source === "group" && values.group === null) say("group", t("shown_missing"));
    if (values.placements.length === 0) say("placements", t("where_missing"));
  }) as z.ZodType<CrossSellValues, CrossSellValues>;
}

/** Everything a cross-sell says. */
export function CrossSellForm({
  initial,
  save,
  side,
}: {
  initial: CrossSellValues;
  save: (values: CrossSellValues) => Promise<CrossSellValues>;
  side?: ReactNode;
}) {
  return (
    <UpsellForm
      schema={useSchema()}
      initial={initial}
      save={save}
      fields={FIELDS}
      main={(form) => <Main form={form} />}
      side={(form) => (
        <>
          <Side form={form} />
          {side}
        </>
      )}
    />
  );
}

function Main({ form }: { form: UseFormReturn<CrossSellValues> }) {
  const t = useTexts(upsellsTexts);
  const { control, register, watch, formState } = form;
  const { errors } = formState;
  const source = watch("source");
  return (
    <>
      <Panel className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
        <Field label={t("name")} help={t("name_help_cross")} error={errors.name?.message}>
          <Input maxLength={120} {...register("name")} />
        </Field>
        <Field label={t("heading")} error={errors.title?.message}>
          <Input maxLength={120} {...register("title")} />
        </Field>
      </Panel>
      <Panel>
        <PanelHeader title={t("trigger")} />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-4 pb-4">
          <p className="text-12 text-subtle">{t("trigger_help")}</p>
          <Controller
            control={control}
            name="triggerProducts"
            render={({ field }) => (
              <Field label={t("products")} error={errors.triggerProducts?.message}>
                <ProductPicker value={field.value} onChange={field.onChange} />
              </Field>
            )}
          />
          <Controller
            control={control}
            name="triggerGroups"
            render={({ field }) => (
              <Field label={t("groups")}>
                <GroupPicker value={field.value} onChange={field.onChange} />
              </Field>
            )}
          />
        </div>
      </Panel>
      <Panel>
        <PanelHeader title={t("shows")} />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-4 pb-4">
          <Controller
            control={control}
            name="source"
            render={({ field }) => (
              <RadioGroup
                value={field.value}
                aria-label={t("shows")}
                onValueChange={field.onChange}
              >
                <RadioItem value="products" label={t("source_products")} />
                <RadioItem value="group" label={t("source_group")} />
                <RadioItem
                  value="bought_together"
                  label={t("source_together")}
                  help={t("source_together_help")}
                />
              </RadioGroup>
            )}
          />
          {source === "products" ? (
            <Controller
              control={control}
              name="products"
              render={({ field }) => (
                <Field label={t("shown_products")} error={errors.products?.message}>
                  <ProductPicker value={field.value} onChange={field.onChange} />
                </Field>
              )}
            />
          ) : null}
          {source === "group" ? (
            <Controller
              control={control}
              name="group"
              render={({ field }) => (
                <Field label={t("shown_group")} error={errors.group?.message}>
                  <GroupPicker
                    value={field.value ? [field.value] : []}
                    onChange={(ids) => field.onChange(ids.at(-1) ?? null)}
                  />
                </Field>
              )}
            />
          ) : null}
        </div>
      </Panel>
    </>
  );
}

function Side({ form }: { form: UseFormReturn<CrossSellValues> }) {
  const t = useTexts(upsellsTexts);
  const store = useStore();
  const { control, watch, setValue, formState } = form;
  const { errors } = formState;
  const placements = watch("placements");
  const discounts = useQuery(discountsQuery(store.id, { automatic: true, per_page: 100 }));
  return (
    <Panel className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
      <ActiveSwitch form={form} help={t("active_help")} />
      <fieldset className="grid gap-2">
        <legend className="pb-2 text-12 font-medium">{t("where")}</legend>
        {PLACES.map((place) => (
          <CheckboxField
            key={place}
            label={t(`place_${PLACE_WORDS[place]}`)}
            checked={placements.includes(place)}
            onCheckedChange={(checked) =>
              setValue(
                "placements",
                PLACES.filter((one) =>
                  one === place ? checked === true : placements.includes(one),
                ),
                { shouldDirty: true, shouldValidate: true },
              )
            }
          />
        ))}
        {errors.placements ? (
          <p role="alert" className="text-12 text-danger">
            {errors.placements.message ?? t("where_missing")}
          </p>
        ) : null}
      </fieldset>
      <div className="grid grid-cols-2 gap-4">
        {(["position", "most"] as const).map((name) => (
          <Controller
            key={name}
            control={control}
            name={name}
            render={({ field }) => (
              <Field
                label={t(name)}
                {...(name === "position" ? { help: t("position_help") } : {})}
                error={errors[name]?.message}
              >
                <WholeInput value={field.value} onValueChange={field.onChange} />
              </Field>
            )}
          />
        ))}
      </div>
      <Controller
        control={control}
        name="discount"
        render={({ field }) => (
          <Field label={t("discount")} help={t("discount_help")} error={errors.discount?.message}>
            <Combobox
              value={field.value ?? "none"}
              placeholder={t("discount_none")}
              options={[
                { value: "none", label: t("discount_none") },
                ...(discounts.data?.items ?? []).map((one) => ({ value: one.id, label: one.name })),
              ]}
              onValueChange={(id) => field.onChange(id === "none" ? null : id)}
            />
          </Field>
        )}
      />
    </Panel>
  );
}
