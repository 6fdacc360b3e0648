"use client";

import { Field } from "@ecomm/ui/field";
import { MoneyInput } from "@ecomm/ui/money-input";
import type { ReactNode } from "react";
import { Controller, useFormContext } from "react-hook-form";
import type { EditorValues } from "./values";

type Name = `variants.${number}.price` | `variants.${number}.compareAt` | `variants.${number}.cost`;

/** A labelled amount of one variant. */
export function MoneyField({
  name,
  label,
  help,
  currency,
}: {
  name: Name;
  label: string;
  help?: ReactNode;
  currency: string;
}) {
  const { control } = useFormContext<EditorValues>();
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <Field label={label} help={help} error={fieldState.error?.message}>
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
}
