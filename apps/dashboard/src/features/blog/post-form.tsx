"use client";

import { Field } from "@ecomm/ui/field";
import { dirtyPaths, errorPaths, FormProblem, useApiForm, useDraft } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, Textarea } from "@ecomm/ui/input";
import { formatDate } from "@ecomm/ui/lib/dates";
import { DetailColumns, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { toast } from "@ecomm/ui/toast";
import { UnsavedBar } from "@ecomm/ui/unsaved-bar";
import { useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRef } from "react";
import { Controller, FormProvider, type Path } from "react-hook-form";
import { z } from "zod";
import { blogKey, createPost, type Post, postQuery, updatePost } from "@/api/blog";
import type { Store } from "@/api/stores";
import { useMay } from "@/shell/may";
import { ReadOnlyNote } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { LinksPanel } from "./links-panel";
import { CoverPanel, FactsPanel, SeoPanel, VisibilityPanel } from "./side-panels";
import { blogTexts } from "./texts";
import { bodyOf, FIELDS, type Values, valuesOf } from "./values";

const RichText = dynamic(
  () => import("@/features/products/editor/rich-text").then((part) => part.RichText),
  { ssr: false, loading: () => <Skeleton className="h-full w-full rounded-sm" /> },
);

/** Everything of a post, saved together. */
export function PostForm({
  store,
  post,
  onSaved,
}: {
  store: Store;
  post: Post | null;
  onSaved: (saved: Post) => void;
}) {
  const t = useTexts(blogTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const may = useMay();
  const before = useRef(valuesOf(post));
  const { form, onSubmit, problem, setProblem } = useApiForm<Values>({
    schema: z.custom<Values>().superRefine((values, context) => {
      if (values.title.trim() === "") {
        context.addIssue({ code: "custom", path: ["title"], message: t("title_missing") });
      }
      if (values.at !== "" && Number.isNaN(new Date(values.at).getTime())) {
        context.addIssue({ code: "custom", path: ["at"], message: t("at_bad") });
      }
    }) as z.ZodType<Values, Values>,
    values: before.current,
    submit: async (values) => {
      const body = bodyOf(values, before.current);
      const saved = post
        ? await updatePost(store.id, post.id, body)
        : await createPost(store.id, body);
      forget();
      before.current = valuesOf(saved);
      form.reset(before.current);
      client.setQueryData(postQuery(store.id, saved.id).queryKey, saved);
      await client.invalidateQueries({ queryKey: blogKey(store.id) });
      const name = saved.title;
      const time =
        saved.state === "scheduled" && saved.published_at
          ? formatDate(saved.published_at, "full", t.locale, store.timezone)
          : null;
      toast.success(time ? t("saved_scheduled", { name, time }) : t("saved", { name }));
      onSaved(saved);
    },
    map: { rename: (field) => FIELDS[field] ?? field },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { forget } = useDraft(form, `${store.id}:post:${post?.id ?? "new"}`);
  const { register, control, formState, setFocus, setValue, watch } = form;
  const { errors, isDirty, dirtyFields, isSubmitting } = formState;
  const wrong = errorPaths(errors);
  const body = watch("body");
  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={onSubmit}>
        <fieldset disabled={!may("content")} className="grid min-w-0 gap-4">
          <ReadOnlyNote what="content" />
          <FormProblem>{problem}</FormProblem>
          <DetailColumns
            main={
              <div className="grid min-w-0 gap-4">
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
                          <RichText
                            value={field.value}
                            onChange={field.onChange}
                            label={t("body")}
                          />
                        </div>
                      )}
                    />
                  </Field>
                  <Field
                    label={t("excerpt")}
                    help={t("excerpt_help")}
                    error={errors.excerpt?.message}
                  >
                    <Textarea rows={3} maxLength={500} {...register("excerpt")} />
                  </Field>
                </Panel>
                <SeoPanel store={store} isNew={post === null} />
              </div>
            }
            side={
              <div className="grid gap-4">
                <VisibilityPanel store={store} post={post} />
                <CoverPanel storeId={store.id} />
                <FactsPanel storeId={store.id} />
                {post ? (
                  <LinksPanel
                    storeId={store.id}
                    post={post}
                    body={body}
                    onBody={(html) => setValue("body", html, { shouldDirty: true })}
                  />
                ) : null}
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
    </FormProvider>
  );
}
