"use client";

import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, InputGroup, Textarea } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { useFormContext, useWatch } from "react-hook-form";
import type { Store } from "@/api/stores";
import { plain, SearchPreview, SHOWN_DESCRIPTION, SHOWN_TITLE } from "@/shell/search-preview";
import { editorTexts } from "./texts";
import type { EditorValues } from "./values";

/** How a search engine may show the product, beside the fields that say so. */
export function SeoPanel({ store, isNew }: { store: Store; isNew: boolean }) {
  const t = useTexts(editorTexts);
  const { control, register, formState } = useFormContext<EditorValues>();
  const [title, description, own, body, slug, price] = useWatch({
    control,
    name: ["seoTitle", "seoDescription", "title", "description", "slug", "variants.0.price"],
  });
  const { errors } = formState;
  const shownTitle = title || (own ? `${own} | ${store.name}` : store.name);
  const shownText = description || plain(body);
  const amount = typeof price === "number" && !Number.isNaN(price) ? price : null;
  return (
    <Panel>
      <PanelHeader title={t("seo")} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 px-4 pb-4 xl:grid-cols-2">
        <SearchPreview
          store={store}
          path={["products", slug || "…"]}
          title={shownTitle}
          description={shownText}
        >
          {amount === null ? null : (
            <span className="num text-13">
              {formatMoney({ amount, currency: store.currency }, t.locale)}
            </span>
          )}
        </SearchPreview>
        <div className="grid gap-4">
          <Field
            label={t("seo_title")}
            error={errors.seoTitle?.message}
            end={t("title_count", { count: title.length, max: SHOWN_TITLE })}
            help={title ? undefined : t("seo_auto")}
          >
            <Input maxLength={255} {...register("seoTitle")} />
          </Field>
          <Field
            label={t("seo_description")}
            error={errors.seoDescription?.message}
            end={t("title_count", { count: description.length, max: SHOWN_DESCRIPTION })}
          >
            <Textarea rows={3} maxLength={1000} {...register("seoDescription")} />
          </Field>
          <Field
            label={t("seo_address")}
            error={errors.slug?.message}
            help={isNew ? t("seo_auto") : t("seo_address_help")}
          >
            <InputGroup
              before="/products/"
              maxLength={200}
              spellCheck={false}
              autoCapitalize="none"
              autoComplete="off"
              {...register("slug")}
            />
          </Field>
        </div>
      </div>
    </Panel>
  );
}
