"use client";

import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { toast } from "@ecomm/ui/toast";
import { UnsavedBar } from "@ecomm/ui/unsaved-bar";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FormProvider, useForm } from "react-hook-form";
import {
  type DraftPatch,
  editGoods,
  type GoodsItem,
  goodsItemQuery,
  goodsItemsKey,
} from "@/api/goods-imports";
import { type Product, productsKey, updateMedia } from "@/api/products";
import { DescriptionField } from "@/features/products/editor/description-field";
import { MediaPanel } from "@/features/products/editor/media-panel";
import { changedAlts, type EditorValues, fromProduct } from "@/features/products/editor/values";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { goodsTexts } from "./texts";
import { VariantsPanel } from "./variants-panel";

/** The draft, to be changed before it goes on sale. What a person sets is kept. */
export function DraftPanel({
  item,
  product,
  edits,
}: {
  item: GoodsItem;
  product: Product;
  edits: boolean;
}) {
  const t = useTexts(goodsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const before = fromProduct(product);
  const form = useForm<EditorValues>({ defaultValues: before });
  const { isDirty, errors } = form.formState;
  const save = useMutation({
    mutationFn: async (values: EditorValues) => {
      for (const media of changedAlts(before, values)) {
        await updateMedia(store.id, media.id, media.alt);
      }
      return editGoods(store.id, item.id, patchOf(before, values, store.currency));
    },
    onSuccess: async (after) => {
      client.setQueryData(goodsItemQuery(store.id, item.id).queryKey, after);
      if (after.product) form.reset(fromProduct(after.product));
      toast.success(t("draft_saved"));
      await Promise.all([
        client.invalidateQueries({ queryKey: goodsItemsKey(store.id) }),
        client.invalidateQueries({ queryKey: productsKey(store.id) }),
      ]);
    },
  });
  const submit = form.handleSubmit((values) => save.mutate(values));
  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={submit}>
        <fieldset disabled={!edits} className="grid min-w-0 gap-4">
          <FormProblem>{save.error ? troubleText(save.error, shell) : null}</FormProblem>
          <Panel className="pb-4">
            <PanelHeader title={t("draft")} />
            <PanelBody className="grid gap-4">
              <Field label={t("draft_title")} error={errors.title?.message}>
                <Input
                  maxLength={255}
                  {...form.register("title", {
                    validate: (title) => title.trim().length > 0 || t("title_short"),
                  })}
                />
              </Field>
              <DescriptionField />
            </PanelBody>
          </Panel>
          <MediaPanel storeId={store.id} />
          <VariantsPanel item={item} currency={store.currency} />
        </fieldset>
      </form>
      {edits ? (
        <UnsavedBar
          dirty={isDirty}
          errors={errors.title ? 1 : 0}
          pending={save.isPending}
          onSave={submit}
          onDiscard={() => form.reset(before)}
          onShowError={() => form.setFocus("title")}
        />
      ) : null}
    </FormProvider>
  );
}

function patchOf(before: EditorValues, values: EditorValues, currency: string): DraftPatch {
  const money = (amount: number | null) => (amount === null ? null : { amount, currency });
  const variants = values.variants.flatMap((variant, index) => {
    const old = before.variants[index];
    if (!old || !variant.id) return [];
    const priced = variant.price !== null && variant.price !== old.price;
    const former = variant.compareAt !== old.compareAt;
    if (!priced && !former) return [];
    return [
      {
        id: variant.id,
        ...(priced ? { price: { amount: variant.price ?? 0, currency } } : {}),
        ...(former ? { compare_at_price: money(variant.compareAt) } : {}),
      },
    ];
  });
  const order = (media: EditorValues["media"]) => media.map(({ id }) => id).join();
  return {
    version: before.version,
    ...(values.title === before.title ? {} : { title: values.title.trim() }),
    ...(values.description === before.description ? {} : { description: values.description }),
    ...(order(values.media) === order(before.media)
      ? {}
      : { media_ids: values.media.map(({ id }) => id) }),
    ...(variants.length > 0 ? { variants } : {}),
  };
}
