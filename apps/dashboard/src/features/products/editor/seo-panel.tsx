"use client";

import { Monogram } from "@ecomm/ui/avatar";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, InputGroup, Textarea } from "@ecomm/ui/input";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { useFormContext, useWatch } from "react-hook-form";
import type { Store } from "@/api/stores";
import { shopHost } from "@/features/stores/shop-host";
import { editorTexts } from "./texts";
import type { EditorValues } from "./values";

const TITLE = 60;
const DESCRIPTION = 155;

/** Text without markup, for where a description is made from the product's own. */
function plain(html: string): string {
  return html
    .replace(/<[^>]*>/g, " ")
    .replace(/&nbsp;/g, " ")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ")
    .trim();
}

const cut = (text: string, max: number) =>
  text.length > max ? `${text.slice(0, max - 1).trimEnd()}…` : text;

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
  const host = shopHost(store);
  const amount = typeof price === "number" && !Number.isNaN(price) ? price : null;
  return (
    <Panel>
      <PanelHeader title={t("seo")} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 px-4 pb-4 xl:grid-cols-2">
        <div
          aria-hidden="true"
          className="grid grid-cols-[minmax(0,1fr)] gap-1.5 rounded-md bg-sunken p-4 max-xl:order-last"
        >
          <div className="flex min-w-0 items-center gap-2.5">
            <Monogram name={store.name} />
            <span className="grid min-w-0">
              <span className="truncate text-13">{store.name}</span>
              <span className="truncate text-12 text-subtle">
                {host} › products › {slug || "…"}
              </span>
            </span>
          </div>
          <span className="mt-1 text-16 leading-5.5 wrap-anywhere text-info">
            {cut(shownTitle, TITLE)}
          </span>
          <span className="text-13 wrap-anywhere text-muted">{cut(shownText, DESCRIPTION)}</span>
          {amount === null ? null : (
            <span className="num text-13">
              {formatMoney({ amount, currency: store.currency }, t.locale)}
            </span>
          )}
        </div>
        <div className="grid gap-4">
          <Field
            label={t("seo_title")}
            error={errors.seoTitle?.message}
            end={t("title_count", { count: title.length, max: TITLE })}
            help={title ? undefined : t("seo_auto")}
          >
            <Input maxLength={255} {...register("seoTitle")} />
          </Field>
          <Field
            label={t("seo_description")}
            error={errors.seoDescription?.message}
            end={t("title_count", { count: description.length, max: DESCRIPTION })}
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
