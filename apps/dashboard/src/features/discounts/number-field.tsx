"use client";

import { Field } from "@ecomm/ui/field";
import { type Control, Controller } from "react-hook-form";
import { WholeInput } from "@/features/products/editor/whole-input";
import type { Values } from "./values";

/** A whole number or nothing, with its label. */
export function NumberField({
  control,
  name,
  label,
  help,
  error,
}: {
  control: Control<Values>;
  name:
    | "buy"
    | "get"
    | "times"
    | "percent"
    | "minimumQuantity"
    | "usageLimit"
    | "customerLimit"
    | "priority";
  label: string;
  help?: string;
  error: string | undefined;
}) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field }) => (
        <Field label={label} help={help} error={error}>
          <WholeInput
            ref={field.ref}
            value={field.value}
            onValueChange={field.onChange}
            onBlur={field.onBlur}
          />
        </Field>
      )}
    />
  );
}
