"use client";

import { Button } from "@ecomm/ui/button";
import { CheckboxField } from "@ecomm/ui/checkbox";
import { Combobox } from "@ecomm/ui/combobox";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { cn } from "@ecomm/ui/lib/cn";
import { formatNumber } from "@ecomm/ui/lib/numbers";
import { DetailColumns, Panel, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Thumb } from "@ecomm/ui/thumb";
import { UnsavedBar } from "@ecomm/ui/unsaved-bar";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { productQuery, productsQuery } from "@/api/products";
import { WholeInput } from "@/features/products/editor/whole-input";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { abTestTexts } from "./texts";
import { needed, percentOf, type Values } from "./values";

const RichText = dynamic(
  () => import("@/features/products/editor/rich-text").then((part) => part.RichText),
  { ssr: false, loading: () => <Skeleton className="h-full w-full rounded-sm" /> },
);

/** Where the API names a field differently from the form. */
const FIELDS: Record<string, string> = {
  product_id: "productId",
  "face.title": "title",
  "face.description": "description",
  "face.media_id": "mediaId",
  face: "title",
  share_of_b: "share",
  baseline_ppm: "baseline",
  effect_ppm: "effect",
};

function useSchema() {
  const t = useTexts(abTestTexts);
  return z.custom<Values>().superRefine((values, context) => {
    const say = (path: keyof Values, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (values.name.trim() === "") say("name", t("name_missing"));
    if (values.productId === "") say("productId", t("product_missing"));
    if (values.title.trim() === "" && !values.describe && values.mediaId === "") {
      say("title", t("nothing_changes"));
    }
    const [baseline, effect] = [percentOf(values.baseline), percentOf(values.effect)];
    if (!(baseline > 0 && baseline < 100)) say("baseline", t("percent_missing"));
    if (!(effect > 0 && effect < 100)) say("effect", t("percent_missing"));
    else if (baseline + effect >= 100) say("effect", t("together"));
    const share = values.share ?? Number.NaN;
    if (!(share >= 1 && share <= 99)) say("share", t("whole_percent"));
  }) as z.ZodType<Values, Values>;
}

/** Everything a draft says: which product, what B shows, and what shall be found. */
export function TestForm({
  initial,
  fixed = false,
  save,
  side,
}: {
  initial: Values;
  /** The product is chosen once. */
  fixed?: boolean;
  save: (values: Values) => Promise<Values>;
  side?: ReactNode;
}) {
  const t = useTexts(abTestTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const may = useMay();
  const { form, onSubmit, problem } = useApiForm<Values>({
    schema: useSchema(),
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
  const [productId, describe] = [watch("productId"), watch("describe")];
  const products = useQuery(
    productsQuery(store.id, { per_page: 100, sort: "title", status: "active" }),
  );
  const product = useQuery({
    ...productQuery(store.id, productId),
    enabled: productId !== "",
  });
  const plan = needed(percentOf(watch("baseline")), percentOf(watch("effect")));
  const options = (products.data?.items ?? []).map(({ id, title }) => ({
    value: id,
    label: title,
  }));
  const own = product.data;
  return (
    <form noValidate onSubmit={onSubmit}>
      <fieldset disabled={!may("marketing")} className="contents">
        <FormProblem>{problem}</FormProblem>
        <DetailColumns
          main={
            <>
              <Panel>
                <PanelHeader title={t("what")} />
                <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-4 pb-4">
                  <Field label={t("name")} help={t("name_help")} error={errors.name?.message}>
                    <Input maxLength={120} autoComplete="off" {...register("name")} />
                  </Field>
                  <Controller
                    control={control}
                    name="productId"
                    render={({ field }) => (
                      <Field label={t("product")} error={errors.productId?.message}>
                        <Combobox
                          value={field.value}
                          disabled={fixed}
                          placeholder={t("product_choose")}
                          options={
                            own && !options.some(({ value }) => value === own.id)
                              ? [{ value: own.id, label: own.title }, ...options]
                              : options
                          }
                          onValueChange={(id) => {
                            field.onChange(id);
                            setValue("mediaId", "");
                          }}
                        />
                      </Field>
                    )}
                  />
                </div>
              </Panel>
              <Panel>
                <PanelHeader title={t("version_b")} />
                <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-4 pb-4">
                  <p className="text-13 text-muted">{t("version_b_help")}</p>
                  <Field label={t("b_title")} error={errors.title?.message}>
                    <Input
                      maxLength={255}
                      autoComplete="off"
                      placeholder={own ? t("b_title_keep", { title: own.title }) : undefined}
                      {...register("title")}
                    />
                  </Field>
                  {own && own.media.length > 1 ? (
                    <Controller
                      control={control}
                      name="mediaId"
                      render={({ field }) => (
                        <Field label={t("b_picture")} error={errors.mediaId?.message} group>
                          <div className="flex flex-wrap gap-2">
                            <Button
                              size="sm"
                              aria-pressed={field.value === ""}
                              onClick={() => field.onChange("")}
                              className={cn("h-14", field.value === "" && "inset-ring-accent")}
                            >
                              {t("b_picture_keep")}
                            </Button>
                            {own.media.slice(1, 24).map((media, place) => (
                              <button
                                key={media.id}
                                type="button"
                                aria-pressed={field.value === media.id}
                                aria-label={media.alt || t("b_picture_name", { number: place + 2 })}
                                onClick={() => field.onChange(media.id)}
                                className={cn(
                                  "rounded-sm p-0.5 inset-ring inset-ring-border focus-visible:outline-2 focus-visible:outline-focus",
                                  field.value === media.id && "inset-ring-2 inset-ring-accent",
                                )}
                              >
                                <Thumb picture={media} size={52} />
                              </button>
                            ))}
                          </div>
                        </Field>
                      )}
                    />
                  ) : null}
                  <Controller
                    control={control}
                    name="describe"
                    render={({ field }) => (
                      <CheckboxField
                        label={t("b_description_on")}
                        checked={field.value}
                        onCheckedChange={(checked) => {
                          const on = checked === true;
                          field.onChange(on);
                          if (on && form.getValues("description") === "") {
                            setValue("description", own?.description ?? "");
                          }
                        }}
                      />
                    )}
                  />
                  {describe ? (
                    <Controller
                      control={control}
                      name="description"
                      render={({ field }) => (
                        <Field label={t("b_description")} error={errors.description?.message} group>
                          <div className="h-72 min-h-48 resize-y overflow-hidden">
                            <RichText
                              value={field.value}
                              onChange={field.onChange}
                              label={t("b_description")}
                            />
                          </div>
                        </Field>
                      )}
                    />
                  ) : null}
                </div>
              </Panel>
            </>
          }
          side={
            <>
              <Panel>
                <PanelHeader title={t("plan")} />
                <div className="grid grid-cols-[minmax(0,1fr)] gap-4 px-4 pb-4">
                  <Field
                    label={t("baseline")}
                    help={t("baseline_help")}
                    error={errors.baseline?.message}
                  >
                    <Input
                      inputMode="decimal"
                      autoComplete="off"
                      className="num text-end"
                      {...register("baseline")}
                    />
                  </Field>
                  <Field label={t("effect")} help={t("effect_help")} error={errors.effect?.message}>
                    <Input
                      inputMode="decimal"
                      autoComplete="off"
                      className="num text-end"
                      {...register("effect")}
                    />
                  </Field>
                  <Controller
                    control={control}
                    name="share"
                    render={({ field }) => (
                      <Field
                        label={t("share")}
                        help={t("share_help")}
                        error={errors.share?.message}
                      >
                        <WholeInput
                          ref={field.ref}
                          value={field.value}
                          onValueChange={field.onChange}
                          onBlur={field.onBlur}
                        />
                      </Field>
                    )}
                  />
                  <div className="rounded-sm bg-sunken px-3 py-2.5 text-13">
                    <p className="text-muted">{t("needed")}</p>
                    <p className="num text-16 font-semibold">
                      {plan === null
                        ? "–"
                        : t("needed_each", { count: formatNumber(plan, t.locale) })}
                    </p>
                    <p className="mt-1 text-12 text-subtle">{t("needed_note")}</p>
                  </div>
                </div>
              </Panel>
              {side}
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
        onDiscard={() => form.reset(initial)}
      />
    </form>
  );
}
