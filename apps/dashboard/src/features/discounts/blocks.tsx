"use client";

import { CheckboxField } from "@ecomm/ui/checkbox";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { SwitchField } from "@ecomm/ui/switch";
import { Controller, type FieldValues, type UseFormReturn } from "react-hook-form";
import type { DiscountTarget } from "@/api/discounts";
import { blockTexts } from "./block-texts";
import { GroupPicker, ProductPicker } from "./pickers";

/** Parts of the forms of discounts, volume prices and cross-sells: each edits some of its fields. */

export const COMBINES: DiscountTarget[] = ["product", "order", "shipping"];

interface Switched extends FieldValues {
  active: boolean;
}

interface Period extends FieldValues {
  startsAt: string;
  endsAt: string;
}

interface Selected extends FieldValues {
  products: string[];
  groups: string[];
}

interface Combining extends FieldValues {
  exclusive: boolean;
  combines: DiscountTarget[];
}

/** A form as that of the part a block edits. That it has the part, its type says. */
function partOf<Part extends FieldValues, Whole extends Part>(
  form: UseFormReturn<Whole>,
): UseFormReturn<Part> {
  return form as unknown as UseFormReturn<Part>;
}

/** Whether it counts at all. */
export function ActiveSwitch<Whole extends Switched>({
  form,
  help,
}: {
  form: UseFormReturn<Whole>;
  help: string;
}) {
  const t = useTexts(blockTexts);
  return (
    <Controller
      control={partOf<Switched, Whole>(form).control}
      name="active"
      render={({ field }) => (
        <SwitchField
          label={t("active")}
          help={help}
          checked={field.value}
          onCheckedChange={field.onChange}
        />
      )}
    />
  );
}

/** From when until when. */
export function PeriodFields<Whole extends Period>({ form }: { form: UseFormReturn<Whole> }) {
  const t = useTexts(blockTexts);
  const { register, formState } = partOf<Period, Whole>(form);
  const { startsAt, endsAt } = formState.errors;
  return (
    <>
      <Field label={t("starts")} error={startsAt?.message as string | undefined}>
        <Input type="datetime-local" {...register("startsAt")} />
      </Field>
      <Field
        label={t("ends")}
        help={t("period_help")}
        error={endsAt?.message as string | undefined}
      >
        <Input type="datetime-local" {...register("endsAt")} />
      </Field>
    </>
  );
}

/** What it is about: products, and groups of them. */
export function SelectionFields<Whole extends Selected>({ form }: { form: UseFormReturn<Whole> }) {
  const t = useTexts(blockTexts);
  const { control, formState } = partOf<Selected, Whole>(form);
  return (
    <>
      <Controller
        control={control}
        name="products"
        render={({ field }) => (
          <Field
            label={t("products")}
            error={formState.errors.products?.message as string | undefined}
          >
            <ProductPicker value={field.value} onChange={field.onChange} />
          </Field>
        )}
      />
      <Controller
        control={control}
        name="groups"
        render={({ field }) => (
          <Field label={t("groups")}>
            <GroupPicker value={field.value} onChange={field.onChange} />
          </Field>
        )}
      />
    </>
  );
}

/** What it stands beside: nothing, or discounts of these kinds. */
export function CombiningFields<Whole extends Combining>({
  form,
  legend,
  quiet = false,
  label,
  help,
}: {
  form: UseFormReturn<Whole>;
  legend: string;
  /** The heading above says the same: the legend is for screen readers. */
  quiet?: boolean;
  label: (target: DiscountTarget) => string;
  help: string;
}) {
  const t = useTexts(blockTexts);
  const { control, watch, setValue } = partOf<Combining, Whole>(form);
  const [exclusive, combines] = watch(["exclusive", "combines"]);
  return (
    <>
      <Controller
        control={control}
        name="exclusive"
        render={({ field }) => (
          <SwitchField
            label={t("exclusive")}
            checked={field.value}
            onCheckedChange={field.onChange}
          />
        )}
      />
      {exclusive ? null : (
        <fieldset className="grid gap-2">
          <legend className={quiet ? "sr-only" : "pb-2 text-12 font-medium"}>{legend}</legend>
          {COMBINES.map((target) => (
            <CheckboxField
              key={target}
              label={label(target)}
              checked={combines.includes(target)}
              onCheckedChange={(checked) =>
                setValue(
                  "combines",
                  COMBINES.filter((one) =>
                    one === target ? checked === true : combines.includes(one),
                  ),
                  { shouldDirty: true },
                )
              }
            />
          ))}
          <p className="text-12 text-subtle">{help}</p>
        </fieldset>
      )}
    </>
  );
}
