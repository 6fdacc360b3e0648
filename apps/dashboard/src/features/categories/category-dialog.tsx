"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, Textarea } from "@ecomm/ui/input";
import { Select } from "@ecomm/ui/select";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { createCategory, updateCategory } from "@/api/products";
import { type Picture, PictureField } from "@/features/pictures/picture-field";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { categoriesTexts } from "./texts";
import { type Category, treeOf, within } from "./tree";

/** Stands for "no parent" in the select, which knows no empty value. */
const TOP = "top";

/** Makes or changes a category. */
export function CategoryDialog({
  storeId,
  category,
  all,
  onClose,
  onSaved,
}: {
  storeId: string;
  category: Category | null;
  all: readonly Category[];
  onClose: () => void;
  onSaved: () => Promise<void>;
}) {
  const t = useTexts(categoriesTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const inside = category ? within(all, category.id) : new Set<string>();
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      name: z.string().trim().min(1, t("name_missing")).max(120),
      slug: z.string().trim().max(200),
      description: z.string().max(5000),
      parent_id: z.string(),
      image: z.custom<Picture | null>(),
      seo_title: z.string().trim().max(255),
      seo_description: z.string().trim().max(1000),
    }),
    values: {
      name: category?.name ?? "",
      slug: category?.slug ?? "",
      description: category?.description ?? "",
      parent_id: category?.parent_id ?? TOP,
      image: category?.image ?? null,
      seo_title: category?.seo.title ?? "",
      seo_description: category?.seo.description ?? "",
    },
    submit: async (values) => {
      const parent = values.parent_id === TOP ? null : values.parent_id;
      const body = {
        name: values.name,
        description: values.description || null,
        parent_id: parent,
        image_id: values.image?.id ?? null,
        seo: {
          title: values.seo_title || null,
          description: values.seo_description || null,
        },
        ...(values.slug ? { slug: values.slug } : {}),
      };
      const saved = category
        ? await updateCategory(storeId, category.id, body)
        : await createCategory(storeId, { ...body, position: all.length });
      await onSaved();
      toast.success(t("saved", { name: saved.name }));
      onClose();
    },
    map: {
      rename: (field) => (field === "image_id" ? "image" : field),
      words: (code, message) => (code === "category_cycle" ? t("cycle") : message),
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { register, control, formState } = form;
  const { errors, isSubmitting } = formState;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={category ? t("title_edit") : t("title_new")}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            <Field label={t("name")} error={errors.name?.message}>
              <Input maxLength={120} autoFocus {...register("name")} />
            </Field>
            <Field label={t("parent")} error={errors.parent_id?.message}>
              <Controller
                control={control}
                name="parent_id"
                render={({ field }) => (
                  <Select
                    value={field.value}
                    onValueChange={field.onChange}
                    options={[
                      { value: TOP, label: t("parent_none") },
                      ...treeOf(all)
                        .filter(({ category: other }) => !inside.has(other.id))
                        .map(({ category: other, depth }) => ({
                          value: other.id,
                          label: `${"\u2003".repeat(depth)}${other.name}`,
                        })),
                    ]}
                  />
                )}
              />
            </Field>
            <Field label={t("slug")} help={t("slug_help")} error={errors.slug?.message}>
              <Input
                maxLength={200}
                spellCheck={false}
                autoCapitalize="none"
                {...register("slug")}
              />
            </Field>
            <Field
              label={t("description")}
              help={t("description_help")}
              error={errors.description?.message}
              optional
            >
              <Textarea rows={3} maxLength={5000} {...register("description")} />
            </Field>
            <Controller
              control={control}
              name="image"
              render={({ field }) => (
                <Field label={t("picture")} error={errors.image?.message} group optional>
                  <PictureField
                    storeId={storeId}
                    image={field.value}
                    help={t("picture_help")}
                    onChange={field.onChange}
                  />
                </Field>
              )}
            />
            <Field
              label={t("seo_title")}
              help={t("seo_title_help")}
              error={errors.seo_title?.message}
              optional
            >
              <Input maxLength={255} {...register("seo_title")} />
            </Field>
            <Field label={t("seo_description")} error={errors.seo_description?.message} optional>
              <Textarea rows={2} maxLength={1000} {...register("seo_description")} />
            </Field>
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={isSubmitting}>
              {t("save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
