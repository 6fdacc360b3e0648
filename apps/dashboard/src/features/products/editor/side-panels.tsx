"use client";

import { Combobox } from "@ecomm/ui/combobox";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Select } from "@ecomm/ui/select";
import { toast } from "@ecomm/ui/toast";
import { TokenInput } from "@ecomm/ui/token-input";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { Controller, useFormContext } from "react-hook-form";
import { categoriesQuery, createCategory, type Product, tagsQuery } from "@/api/products";
import type { Store } from "@/api/stores";
import { ProductStatusMark } from "@/features/products/status";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { editorTexts } from "./texts";
import type { EditorValues } from "./values";

/** Whether the product is in the shop. */
export function StatusPanel({ product, store }: { product: Product | null; store: Store }) {
  const t = useTexts(editorTexts);
  const { control } = useFormContext<EditorValues>();
  const since = product?.published_at;
  const choices = product
    ? (["active", "draft", "archived"] as const)
    : (["active", "draft"] as const);
  return (
    <Panel className="p-4">
      <Controller
        control={control}
        name="status"
        render={({ field }) => {
          const help = {
            active: since
              ? t("status_active_since", {
                  day: formatDate(since, "dayYear", t.locale, store.timezone),
                })
              : t("status_active_new"),
            draft: t("status_draft_help"),
            archived: t("status_archived_help"),
          };
          return (
            <Field label={t("status")} help={help[field.value]}>
              <Select
                value={field.value}
                onValueChange={field.onChange}
                options={choices.map((value) => ({
                  value,
                  label: <ProductStatusMark status={value} />,
                }))}
              />
            </Field>
          );
        }}
      />
    </Panel>
  );
}

/** Categories, vendor, type and tags. */
export function OrganisationPanel({ storeId }: { storeId: string }) {
  const t = useTexts(editorTexts);
  const { control, register, formState } = useFormContext<EditorValues>();
  const tags = useQuery(tagsQuery(storeId));
  const { errors } = formState;
  return (
    <Panel>
      <PanelHeader title={t("organisation")} />
      <div className="grid gap-3 px-4 pb-4">
        <Controller
          control={control}
          name="categoryIds"
          render={({ field }) => (
            <Field label={t("categories")} error={errors.categoryIds?.message}>
              <CategoryPicker storeId={storeId} value={field.value} onChange={field.onChange} />
            </Field>
          )}
        />
        <Field label={t("vendor")} error={errors.vendor?.message}>
          <Input maxLength={120} {...register("vendor")} />
        </Field>
        <Field label={t("type")} error={errors.productType?.message}>
          <Input maxLength={120} {...register("productType")} />
        </Field>
        <Controller
          control={control}
          name="tags"
          render={({ field }) => (
            <Field label={t("tags")} error={errors.tags?.message}>
              <TokenInput
                value={field.value}
                onValueChange={field.onChange}
                placeholder={t("tags_hint")}
                suggestions={(tags.data ?? []).map((tag) => tag.name)}
              />
            </Field>
          )}
        />
      </div>
    </Panel>
  );
}

function CategoryPicker({
  storeId,
  value,
  onChange,
}: {
  storeId: string;
  value: string[];
  onChange: (ids: string[]) => void;
}) {
  const t = useTexts(editorTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const categories = useQuery(categoriesQuery(storeId));
  const all = categories.data ?? [];
  const create = useMutation({
    mutationFn: (name: string) => createCategory(storeId, { name, position: all.length }),
    onSuccess: async (category) => {
      onChange([...value, category.id]);
      await client.invalidateQueries({ queryKey: categoriesQuery(storeId).queryKey });
    },
    onError: (error) => toast.error(troubleText(error, shell)),
  });
  return (
    <>
      <Combobox
        value=""
        placeholder={t("categories_choose")}
        onValueChange={(id) => onChange([...value, id])}
        onCreate={(name) => create.mutate(name)}
        createLabel={(name) => t("category_new", { name })}
        options={all
          .filter((category) => !value.includes(category.id))
          .map((category) => ({ value: category.id, label: category.name }))}
      />
      {value.length > 0 ? (
        <ul className="flex flex-wrap gap-1">
          {value.map((id) => {
            const name = all.find((category) => category.id === id)?.name ?? "…";
            return (
              <li
                key={id}
                className="inline-flex h-8 max-w-full items-center gap-1 rounded-xs bg-sunken ps-2 pe-1 in-disabled:pe-2 text-12 inset-ring inset-ring-border md:h-6"
              >
                <span className="truncate">{name}</span>
                <button
                  type="button"
                  aria-label={t("value_remove", { value: name })}
                  onClick={() => onChange(value.filter((other) => other !== id))}
                  className="grid size-6 place-items-center rounded-xs text-subtle in-disabled:hidden hover:text-text md:size-4"
                >
                  <X className="size-3" aria-hidden />
                </button>
              </li>
            );
          })}
        </ul>
      ) : null}
    </>
  );
}
