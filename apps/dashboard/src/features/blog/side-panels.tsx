"use client";

import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, InputGroup, Textarea } from "@ecomm/ui/input";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { Select } from "@ecomm/ui/select";
import { SwitchField } from "@ecomm/ui/switch";
import { TokenInput } from "@ecomm/ui/token-input";
import { useQuery } from "@tanstack/react-query";
import { Controller, useFormContext, useWatch } from "react-hook-form";
import { blogCategoriesQuery, type Post } from "@/api/blog";
import type { Store } from "@/api/stores";
import { PictureField } from "@/features/pictures/picture-field";
import { plain, SearchPreview, SHOWN_DESCRIPTION, SHOWN_TITLE } from "@/shell/search-preview";
import { blogTexts } from "./texts";
import type { Values } from "./values";

/** What a list of choices has for "none": it has no word for an empty one. */
const NONE = "none";

/** Whether and when shoppers see it. */
export function VisibilityPanel({ store, post }: { store: Store; post: Post | null }) {
  const t = useTexts(blogTexts);
  const { control, register, formState } = useFormContext<Values>();
  const published = useWatch({ control, name: "published" });
  const { errors } = formState;
  return (
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
      {published ? (
        <Field label={t("at")} help={t("at_help")} error={errors.at?.message}>
          <Input type="datetime-local" {...register("at")} />
        </Field>
      ) : null}
      {post?.state === "scheduled" && post.published_at ? (
        <p className="text-12 text-muted">
          {t("scheduled_for", {
            time: formatDate(post.published_at, "full", t.locale, store.timezone),
            zone: store.timezone,
          })}
        </p>
      ) : null}
    </Panel>
  );
}

/** The picture it opens with. */
export function CoverPanel({ storeId }: { storeId: string }) {
  const t = useTexts(blogTexts);
  const { control, register, formState } = useFormContext<Values>();
  const cover = useWatch({ control, name: "cover" });
  return (
    <Panel>
      <PanelHeader title={t("cover")} />
      <PanelBody className="grid gap-4">
        <Controller
          control={control}
          name="cover"
          render={({ field }) => (
            <PictureField
              storeId={storeId}
              image={field.value}
              help={t("cover_help")}
              onChange={field.onChange}
            />
          )}
        />
        {cover ? (
          <Field
            label={t("cover_alt")}
            help={t("cover_alt_help")}
            error={formState.errors.coverAlt?.message}
          >
            <Input maxLength={500} {...register("coverAlt")} />
          </Field>
        ) : null}
      </PanelBody>
    </Panel>
  );
}

/** Who wrote it, and where it belongs. */
export function FactsPanel({ storeId }: { storeId: string }) {
  const t = useTexts(blogTexts);
  const { control, register, formState } = useFormContext<Values>();
  const { errors } = formState;
  const categories = useQuery(blogCategoriesQuery(storeId));
  return (
    <Panel className="grid gap-4 p-4">
      <Field label={t("author")} error={errors.author?.message}>
        <Input maxLength={120} autoComplete="off" {...register("author")} />
      </Field>
      <Controller
        control={control}
        name="category"
        render={({ field }) => (
          <Field label={t("category")} error={errors.category?.message}>
            <Select
              value={field.value || NONE}
              onValueChange={(value) => field.onChange(value === NONE ? "" : value)}
              options={[
                { value: NONE, label: t("category_none") },
                ...(categories.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          </Field>
        )}
      />
      <Controller
        control={control}
        name="tags"
        render={({ field }) => (
          <Field label={t("tags")} error={errors.tags?.message}>
            <TokenInput
              value={field.value}
              onValueChange={field.onChange}
              placeholder={t("tags_hint")}
              maxLength={40}
            />
          </Field>
        )}
      />
    </Panel>
  );
}

/** How a search engine may show it, beside the fields that say so. */
export function SeoPanel({ store, isNew }: { store: Store; isNew: boolean }) {
  const t = useTexts(blogTexts);
  const { control, register, formState } = useFormContext<Values>();
  const [title, description, own, excerpt, body, slug] = useWatch({
    control,
    name: ["seoTitle", "seoDescription", "title", "excerpt", "body", "slug"],
  });
  const { errors } = formState;
  return (
    <Panel>
      <PanelHeader title={t("seo")} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 px-4 pb-4 xl:grid-cols-2">
        <SearchPreview
          store={store}
          path={["blog", slug || "…"]}
          title={title || own || store.name}
          description={description || excerpt || plain(body)}
        />
        <div className="grid gap-4">
          <Field
            label={t("seo_title")}
            help={title ? undefined : t("seo_title_help")}
            end={t("seo_count", { count: title.length, max: SHOWN_TITLE })}
            error={errors.seoTitle?.message}
          >
            <Input maxLength={255} {...register("seoTitle")} />
          </Field>
          <Field
            label={t("seo_description")}
            end={t("seo_count", { count: description.length, max: SHOWN_DESCRIPTION })}
            error={errors.seoDescription?.message}
          >
            <Textarea rows={3} maxLength={1000} {...register("seoDescription")} />
          </Field>
          <Field
            label={t("address")}
            help={t(isNew ? "address_auto" : "address_help")}
            error={errors.slug?.message}
          >
            <InputGroup
              before="/blog/"
              maxLength={120}
              spellCheck={false}
              autoCapitalize="none"
              {...register("slug")}
            />
          </Field>
        </div>
      </div>
    </Panel>
  );
}
