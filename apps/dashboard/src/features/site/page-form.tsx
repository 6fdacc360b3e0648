"use client";

import { Field } from "@ecomm/ui/field";
import { dirtyPaths, errorPaths, FormProblem, useApiForm, useDraft } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, InputGroup, Textarea } from "@ecomm/ui/input";
import { DetailColumns, Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { Select } from "@ecomm/ui/select";
import { Skeleton } from "@ecomm/ui/skeleton";
import { SwitchField } from "@ecomm/ui/switch";
import { toast } from "@ecomm/ui/toast";
import { UnsavedBar } from "@ecomm/ui/unsaved-bar";
import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRef } from "react";
import { Controller, type Path } from "react-hook-form";
import { z } from "zod";
import { pageQuery, pagesKey, type SitePage, savePage } from "@/api/site";
import type { Store } from "@/api/stores";
import { useMay } from "@/shell/may";
import { ReadOnlyNote } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { siteTexts } from "./texts";

const RichText = dynamic(
  () => import("@/features/products/editor/rich-text").then((part) => part.RichText),
  { ssr: false, loading: () => <Skeleton className="h-full w-full rounded-sm" /> },
);

const KINDS = [
  ...["page", "about", "contact", "faq", "shipping"],
  ...["returns", "privacy", "terms", "legal_notice"],
] as SitePage["kind"][];
const POLICIES: readonly SitePage["kind"][] = [
  ...(["shipping", "returns", "privacy", "terms", "legal_notice"] as const),
];

interface Values {
  title: string;
  body: string;
  kind: SitePage["kind"];
  published: boolean;
  slug: string;
  seo_title: string;
  seo_description: string;
}

const valuesOf = (page: SitePage | null): Values => ({
  title: page?.title ?? "",
  body: page?.body ?? "",
  kind: page?.kind ?? "page",
  published: page?.status === "published",
  slug: page?.slug ?? "",
  seo_title: page?.seo_title ?? "",
  seo_description: page?.seo_description ?? "",
});

/** Everything of a page, saved together. */
export function PageForm({
  store,
  page,
  onSaved,
}: {
  store: Store;
  page: SitePage | null;
  onSaved: (saved: SitePage) => void;
}) {
  const t = useTexts(siteTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const may = useMay();
  const before = useRef(valuesOf(page));
  const { form, onSubmit, problem, setProblem } = useApiForm<Values>({
    schema: z.object({
      title: z.string().trim().min(1, t("title_missing")).max(160),
      body: z.string().max(200_000),
      kind: z.enum(KINDS as [SitePage["kind"], ...SitePage["kind"][]]),
      published: z.boolean(),
      slug: z.string().trim().max(120),
      seo_title: z.string().max(255),
      seo_description: z.string().max(1000),
    }),
    values: before.current,
    submit: async ({ published, slug, ...values }) => {
      const saved = await savePage(store.id, page?.id ?? null, {
        ...values,
        status: published ? "published" : "draft",
        ...(slug ? { slug } : {}),
        seo_title: values.seo_title || null,
        seo_description: values.seo_description || null,
      });
      forget();
      before.current = valuesOf(saved);
      form.reset(before.current);
      client.setQueryData(pageQuery(store.id, saved.id).queryKey, saved);
      await client.invalidateQueries({ queryKey: pagesKey(store.id) });
      toast.success(t("saved", { name: saved.title }));
      onSaved(saved);
    },
    map: { rename: (field) => (field === "status" ? "published" : field) },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { forget } = useDraft(form, `${store.id}:page:${page?.id ?? "new"}`);
  const { register, control, formState, setFocus, watch } = form;
  const { errors, isDirty, dirtyFields, isSubmitting } = formState;
  const wrong = errorPaths(errors);
  const kind = watch("kind");
  const hint = kind === "faq" ? t("faq_hint") : POLICIES.includes(kind) ? t("policy_hint") : null;
  return (
    <form noValidate onSubmit={onSubmit}>
      <fieldset disabled={!may("content")} className="grid min-w-0 gap-4">
        <ReadOnlyNote what="content" />
        <FormProblem>{problem}</FormProblem>
        <DetailColumns
          main={
            <Panel className="grid gap-4 p-4">
              <Field label={t("title")} error={errors.title?.message}>
                <Input maxLength={160} {...register("title")} />
              </Field>
              <Field label={t("body")} error={errors.body?.message} group>
                <Controller
                  control={control}
                  name="body"
                  render={({ field }) => (
                    <div className="h-120 min-h-48 resize-y overflow-hidden">
                      <RichText value={field.value} onChange={field.onChange} label={t("body")} />
                    </div>
                  )}
                />
              </Field>
              {hint ? <p className="text-12 text-subtle">{hint}</p> : null}
            </Panel>
          }
          side={
            <div className="grid gap-4">
              <Panel className="grid gap-4 p-4">
                <Controller
                  control={control}
                  name="published"
                  render={({ field }) => (
                    <SwitchField
                      label={t("show")}
                      help={t("show_help")}
                      checked={field.value}
                      onCheckedChange={field.onChange}
                    />
                  )}
                />
                {page ? null : (
                  <Field label={t("kind")} help={t("kind_help")} error={errors.kind?.message}>
                    <Controller
                      control={control}
                      name="kind"
                      render={({ field }) => (
                        <Select
                          value={field.value}
                          onValueChange={field.onChange}
                          options={KINDS.map((value) => ({ value, label: t(`kind_${value}`) }))}
                        />
                      )}
                    />
                  </Field>
                )}
              </Panel>
              <Panel>
                <PanelHeader title={t("seo")} />
                <PanelBody className="grid gap-4">
                  <Field
                    label={t("address")}
                    help={page ? t("address_help") : t("address_auto")}
                    error={errors.slug?.message}
                  >
                    <InputGroup
                      before="/pages/"
                      maxLength={120}
                      spellCheck={false}
                      autoCapitalize="none"
                      {...register("slug")}
                    />
                  </Field>
                  <Field
                    label={t("seo_title")}
                    help={t("seo_title_help")}
                    error={errors.seo_title?.message}
                  >
                    <Input maxLength={255} {...register("seo_title")} />
                  </Field>
                  <Field label={t("seo_description")} error={errors.seo_description?.message}>
                    <Textarea rows={3} maxLength={1000} {...register("seo_description")} />
                  </Field>
                </PanelBody>
              </Panel>
            </div>
          }
        />
        <button type="submit" hidden tabIndex={-1} />
      </fieldset>
      <UnsavedBar
        dirty={isDirty}
        fields={dirtyPaths(dirtyFields).length}
        errors={wrong.length}
        pending={isSubmitting}
        onSave={() => void onSubmit()}
        onDiscard={() => {
          forget();
          setProblem(null);
          form.reset(before.current);
        }}
        onShowError={() => {
          const [first] = wrong;
          if (first) setFocus(first as Path<Values>);
        }}
      />
    </form>
  );
}
