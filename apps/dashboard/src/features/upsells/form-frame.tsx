"use client";

import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { DetailColumns } from "@ecomm/ui/panel";
import { UnsavedBar } from "@ecomm/ui/unsaved-bar";
import type { ReactNode } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";
import type { z } from "zod";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";

/** A form of this room: main and side column, refusals on their fields, the bar that saves. */
export function UpsellForm<Values extends FieldValues>({
  schema,
  initial,
  save,
  fields,
  main,
  side,
}: {
  schema: z.ZodType<Values, Values>;
  initial: Values;
  save: (values: Values) => Promise<Values>;
  /** Where the API names a field differently. */
  fields: Record<string, string>;
  main: (form: UseFormReturn<Values>) => ReactNode;
  side: (form: UseFormReturn<Values>) => ReactNode;
}) {
  const shell = useTexts(shellTexts);
  const may = useMay();
  const { form, onSubmit, problem } = useApiForm<Values>({
    schema,
    values: initial,
    submit: async (values) => {
      form.reset(await save(values));
    },
    map: { rename: (field) => fields[field] ?? field },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { errors, isSubmitting, isDirty, dirtyFields } = form.formState;
  return (
    <form noValidate onSubmit={onSubmit}>
      <fieldset disabled={!may("promotions")} className="contents">
        <FormProblem>{problem}</FormProblem>
        <DetailColumns main={main(form)} side={side(form)} />
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
