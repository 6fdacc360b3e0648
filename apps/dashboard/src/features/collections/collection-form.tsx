"use client";

import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, InputGroup, Textarea } from "@ecomm/ui/input";
import { DetailColumns, Panel, PanelHeader } from "@ecomm/ui/panel";
import { RadioGroup, RadioItem } from "@ecomm/ui/radio-group";
import { Select } from "@ecomm/ui/select";
import { SwitchField } from "@ecomm/ui/switch";
import { UnsavedBar } from "@ecomm/ui/unsaved-bar";
import type { ReactNode } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import type { Collection, CollectionSort } from "@/api/collections";
import type { Store } from "@/api/stores";
import { PictureField } from "@/features/pictures/picture-field";
import { RichText } from "@/features/products/editor/rich-text";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { RuleBuilder } from "./rule-builder";
import { toRules } from "./rules";
import { collectionsTexts } from "./texts";
import type { Values } from "./values";

const SORTS: CollectionSort[] = ["manual", "newest", "title", "-title", "price", "-price"];

/** Where the API names a field differently from the form. */
const FIELDS: Record<string, string> = {
  "seo.title": "seoTitle",
  "seo.description": "seoDescription",
  image_id: "image",
};

/** What a collection is called, what is in it, where it stands. */
export function CollectionForm({
  store,
  collection,
  initial,
  save,
  members,
}: {
  store: Store;
  collection: Collection | null;
  initial: Values;
  save: (values: Values) => Promise<Values>;
  members?: ReactNode;
}) {
  const t = useTexts(collectionsTexts);
  const shell = useTexts(shellTexts);
  const may = useMay();
  const { form, onSubmit, problem } = useApiForm<Values>({
    schema: z.custom<Values>().superRefine((values, context) => {
      if (values.title.trim() === "") {
        context.addIssue({ code: "custom", path: ["title"], message: t("name_missing") });
      }
      if (values.kind === "smart" && toRules(values.rules) === null) {
        context.addIssue({ code: "custom", path: ["rules"], message: t("preview_wait") });
      }
    }) as z.ZodType<Values, Values>,
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
  const [kind, match, rules] = watch(["kind", "match", "rules"]);
  const set = <Name extends "match" | "rules">(name: Name, value: Values[Name]) =>
    setValue(name, value as never, { shouldDirty: true, shouldValidate: formState.isSubmitted });
  return (
    <form noValidate onSubmit={onSubmit}>
      <fieldset disabled={!may("catalog")} className="contents">
        <FormProblem>{problem}</FormProblem>
        <DetailColumns
          main={
            <>
              <Panel className="grid gap-4 p-4">
                <Field label={t("name")} error={errors.title?.message}>
                  <Input maxLength={255} {...register("title")} />
                </Field>
                <Controller
                  control={control}
                  name="description"
                  render={({ field }) => (
                    <div className="grid gap-1.5">
                      <span className="text-13 font-medium">{t("description")}</span>
                      <RichText
                        value={field.value}
                        onChange={field.onChange}
                        label={t("description")}
                      />
                    </div>
                  )}
                />
              </Panel>
              {collection ? null : (
                <Panel>
                  <PanelHeader title={t("filled")} />
                  <Controller
                    control={control}
                    name="kind"
                    render={({ field }) => (
                      <RadioGroup
                        className="px-4 pb-4"
                        value={field.value}
                        aria-label={t("filled")}
                        onValueChange={(value) => {
                          field.onChange(value);
                          setValue("sort", value === "smart" ? "newest" : "manual");
                        }}
                      >
                        <RadioItem
                          value="manual"
                          label={t("manual_label")}
                          help={t("manual_help")}
                        />
                        <RadioItem value="smart" label={t("smart_label")} help={t("smart_help")} />
                      </RadioGroup>
                    )}
                  />
                </Panel>
              )}
              {kind === "smart" ? (
                <RuleBuilder
                  store={store}
                  match={match}
                  rules={rules}
                  error={errors.rules?.message ?? errors.rules?.root?.message}
                  onMatch={(value) => set("match", value)}
                  onRules={(value) => set("rules", value)}
                />
              ) : collection ? null : (
                <p className="px-4 text-12 text-subtle">{t("members_saved")}</p>
              )}
              {members}
              <Panel>
                <PanelHeader title={t("seo")} />
                <div className="grid gap-4 px-4 pb-4">
                  <Field
                    label={t("seo_title")}
                    help={t("seo_auto")}
                    error={errors.seoTitle?.message}
                  >
                    <Input maxLength={255} {...register("seoTitle")} />
                  </Field>
                  <Field label={t("seo_description")} error={errors.seoDescription?.message}>
                    <Textarea rows={3} maxLength={1000} {...register("seoDescription")} />
                  </Field>
                  <Field
                    label={t("address")}
                    help={t(collection ? "address_help" : "address_new")}
                    error={errors.slug?.message}
                  >
                    <InputGroup
                      before="/collections/"
                      maxLength={200}
                      spellCheck={false}
                      autoCapitalize="none"
                      autoComplete="off"
                      {...register("slug")}
                    />
                  </Field>
                </div>
              </Panel>
            </>
          }
          side={
            <>
              <Panel className="grid gap-4 p-4">
                <Controller
                  control={control}
                  name="published"
                  render={({ field }) => (
                    <SwitchField
                      label={t("visibility")}
                      help={t("visibility_help")}
                      checked={field.value}
                      onCheckedChange={field.onChange}
                    />
                  )}
                />
                <Controller
                  control={control}
                  name="sort"
                  render={({ field }) => (
                    <Field label={t("order")} help={t("order_help")} error={errors.sort?.message}>
                      <Select
                        value={field.value}
                        onValueChange={field.onChange}
                        options={SORTS.filter((sort) => kind === "manual" || sort !== "manual").map(
                          (value) => ({ value, label: t(`sort_${value}`) }),
                        )}
                      />
                    </Field>
                  )}
                />
              </Panel>
              <Controller
                control={control}
                name="image"
                render={({ field }) => (
                  <Panel>
                    <PanelHeader title={t("picture")} />
                    <PictureField
                      className="px-4 pb-4"
                      storeId={store.id}
                      image={field.value}
                      help={t("picture_help")}
                      onChange={field.onChange}
                    />
                  </Panel>
                )}
              />
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
