"use client";

import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Skeleton } from "@ecomm/ui/skeleton";
import dynamic from "next/dynamic";
import { Controller, useFormContext } from "react-hook-form";
import { editorTexts } from "./texts";
import type { EditorValues } from "./values";

const RichText = dynamic(() => import("./rich-text").then((part) => part.RichText), {
  ssr: false,
  loading: () => <Skeleton className="h-full w-full rounded-sm" />,
});

/** The description: formatted text, kept as HTML. The editor comes later than the
 * page, into a frame of its own size: nothing moves, however long the text is. */
export function DescriptionField() {
  const t = useTexts(editorTexts);
  const { control, formState } = useFormContext<EditorValues>();
  return (
    <Field label={t("description")} error={formState.errors.description?.message} group>
      <Controller
        control={control}
        name="description"
        render={({ field }) => (
          <div className="h-72 min-h-48 resize-y overflow-hidden">
            <RichText value={field.value} onChange={field.onChange} label={t("description")} />
          </div>
        )}
      />
    </Field>
  );
}
