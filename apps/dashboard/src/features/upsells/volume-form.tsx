"use client";

import { Button, IconButton } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { MoneyInput } from "@ecomm/ui/money-input";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { RadioGroup, RadioItem } from "@ecomm/ui/radio-group";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Controller, type UseFormReturn } from "react-hook-form";
import { z } from "zod";
import { previewVolume } from "@/api/upsells";
import {
  ActiveSwitch,
  CombiningFields,
  PeriodFields,
  SelectionFields,
} from "@/features/discounts/blocks";
import { WholeInput } from "@/features/products/editor/whole-input";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import { UpsellForm } from "./form-frame";
import { upsellsTexts } from "./texts";
import { type Tier, tiersGood, tiersOf, type VolumeValues } from "./volume-values";

const FIELDS = { starts_at: "startsAt", ends_at: "endsAt", selection: "products" };
const MOST_BREAKS = 10;
const COUNTING = ["line", "product", "selection"] as const;

function useSchema() {
  const t = useTexts(upsellsTexts);
  return z.custom<VolumeValues>().superRefine((values, context) => {
    const say = (path: keyof VolumeValues, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (values.name.trim() === "") say("name", t("name_missing"));
    const bad = tiersGood(values);
    if (bad) say("tiers", t(`break_${bad}`));
  }) as z.ZodType<VolumeValues, VolumeValues>;
}

function Breaks({
  value,
  by,
  onChange,
}: {
  value: Tier[];
  by: VolumeValues["by"];
  onChange: (tiers: Tier[]) => void;
}) {
  const t = useTexts(upsellsTexts);
  const store = useStore();
  const set = (place: number, change: Partial<Tier>) =>
    onChange(value.map((tier, n) => (n === place ? { ...tier, ...change } : tier)));
  return (
    <div className="grid gap-3">
      {value.map((tier, place) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a break is its place
          key={place}
          className="grid grid-cols-[1fr_1fr_auto] items-end gap-3"
        >
          <Field label={t("from")}>
            <WholeInput
              value={tier.quantity}
              onValueChange={(quantity) => set(place, { quantity })}
            />
          </Field>
          {by === "percent" ? (
            <Field label={t("percent")}>
              <WholeInput
                value={tier.percent}
                onValueChange={(percent) => set(place, { percent })}
              />
            </Field>
          ) : (
            <Field label={t("unit_price")}>
              <MoneyInput
                currency={store.currency}
                value={tier.price}
                onValueChange={(price) => set(place, { price })}
              />
            </Field>
          )}
          <IconButton
            label={t("remove_break", { number: place + 1 })}
            disabled={value.length === 1}
            onClick={() => onChange(value.filter((_, n) => n !== place))}
          >
            <X aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button
        className="justify-self-start"
        disabled={value.length >= MOST_BREAKS}
        onClick={() => onChange([...value, { quantity: null, percent: null, price: null }])}
      >
        <Plus aria-hidden />
        {t("add_break")}
      </Button>
    </div>
  );
}

/** The table a shopper would see, at a price of one's own. */
function Preview({ form }: { form: UseFormReturn<VolumeValues> }) {
  const t = useTexts(upsellsTexts);
  const store = useStore();
  const may = useMay();
  const values = form.watch();
  const [price, setPrice] = useState<number | null>(2_000);
  const ready = tiersGood(values) === null && price !== null && price > 0;
  const body = {
    tiers: ready ? tiersOf(values, store.currency, null) : [],
    price: { amount: price ?? 0, currency: store.currency },
  };
  const table = useQuery({
    queryKey: ["store", store.id, "volume-preview", body],
    queryFn: () => previewVolume(store.id, body),
    enabled: ready && may("promotions"),
    placeholderData: keepPreviousData,
  });
  return (
    <Panel>
      <PanelHeader title={t("preview")} />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 pb-4 text-13">
        <Field label={t("preview_price")}>
          <MoneyInput currency={store.currency} value={price} onValueChange={setPrice} />
        </Field>
        {ready && table.data ? (
          <table className="w-full">
            <tbody>
              <tr>
                <th scope="row" className="py-1 text-start font-normal">
                  {t("preview_one")}
                </th>
                <td className="num text-end">
                  {formatMoney({ amount: price, currency: store.currency }, t.locale)}
                </td>
                <td className="w-16" />
              </tr>
              {table.data.map((row) => (
                <tr key={row.quantity}>
                  <th scope="row" className="py-1 text-start font-normal">
                    {t("preview_from", { quantity: row.quantity })}
                  </th>
                  <td className="num text-end font-medium">
                    {formatMoney(row.unit_price, t.locale)}
                  </td>
                  <td className="num w-16 text-end text-subtle">
                    {t("preview_less", { percent: Math.round(row.saved_ppm / 10_000) })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : (
          <p className="text-12 text-subtle">{t("preview_none")}</p>
        )}
      </div>
    </Panel>
  );
}

/** Everything volume prices say. */
export function VolumeForm({
  initial,
  save,
  side,
}: {
  initial: VolumeValues;
  save: (values: VolumeValues) => Promise<VolumeValues>;
  side?: ReactNode;
}) {
  const t = useTexts(upsellsTexts);
  return (
    <UpsellForm
      schema={useSchema()}
      initial={initial}
      save={save}
      fields={FIELDS}
      main={(form) => <Main form={form} />}
      side={(form) => (
        <>
          <Panel className="grid grid-cols-[minmax(0,1fr)] gap-4 p-4">
            <ActiveSwitch form={form} help={t("active_help")} />
            <PeriodFields form={form} />
          </Panel>
          <Preview form={form} />
          {side}
        </>
      )}
    />
  );
}

function Main({ form }: { form: UseFormReturn<VolumeValues> }) {
  const t = useTexts(upsellsTexts);
  const { control, register, watch, formState } = form;
  const { errors } = formState;
  const by = watch("by");
  return (
    <>
      <Panel className="p-4">
        <Field label={t("name")} help={t("name_help")} error={errors.name?.message}>
          <Input maxLength={120} {...register("name")} />
        </Field>
      </Panel>
      <Panel>
        <PanelHeader title={t("breaks")} />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-4 pb-4">
          <Controller
            control={control}
            name="by"
            render={({ field }) => (
              <RadioGroup
                value={field.value}
                aria-label={t("break_kind")}
                onValueChange={field.onChange}
              >
                <RadioItem value="percent" label={t("by_percent")} />
                <RadioItem value="price" label={t("by_price")} />
              </RadioGroup>
            )}
          />
          <p className="text-12 text-subtle">{t("breaks_help")}</p>
          <Controller
            control={control}
            name="tiers"
            render={({ field }) => (
              <>
                <Breaks value={field.value} by={by} onChange={field.onChange} />
                {errors.tiers ? (
                  <p role="alert" className="text-12 text-danger">
                    {errors.tiers.message ?? t("break_missing")}
                  </p>
                ) : null}
              </>
            )}
          />
          <Controller
            control={control}
            name="counting"
            render={({ field }) => (
              <RadioGroup
                value={field.value}
                aria-label={t("counting")}
                onValueChange={field.onChange}
              >
                {COUNTING.map((name) => (
                  <RadioItem key={name} value={name} label={t(`counting_${name}`)} />
                ))}
              </RadioGroup>
            )}
          />
        </div>
      </Panel>
      <Panel>
        <PanelHeader title={t("applies")} />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-4 pb-4">
          <p className="text-12 text-subtle">{t("applies_help")}</p>
          <SelectionFields form={form} />
        </div>
      </Panel>
      <Panel>
        <PanelHeader title={t("together")} />
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-4 pb-4">
          <CombiningFields
            form={form}
            legend={t("together")}
            quiet
            label={(target) => t(`combines_${target}`)}
            help={t("combines_help")}
          />
          <Controller
            control={control}
            name="priority"
            render={({ field }) => (
              <Field
                label={t("priority")}
                help={t("priority_help")}
                error={errors.priority?.message}
              >
                <WholeInput value={field.value} onValueChange={field.onChange} />
              </Field>
            )}
          />
        </div>
      </Panel>
    </>
  );
}
