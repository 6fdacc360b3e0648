"use client";

import { Button } from "@ecomm/ui/button";
import { Combobox } from "@ecomm/ui/combobox";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { Select } from "@ecomm/ui/select";
import { uiTexts } from "@ecomm/ui/texts";
import { Controller } from "react-hook-form";
import { z } from "zod";
import type { Line } from "./menu-lines";
import { useTargets } from "./targets";
import { siteTexts } from "./texts";

const KINDS = ["page", "category", "collection", "product", "url"] as const;
const ADDRESS =
  /^(?:\/(?![/\\])[^\s\\]*|https?:\/\/[^\s/?#@\\]+(?:[/?#][^\s\\]*)?|(?:mailto|tel):[^\s<>"\\]+)$/i;

/** One line of a menu: its words, and where it leads. */
export function LineDialog({
  storeId,
  line,
  depth,
  onClose,
  onDone,
}: {
  storeId: string;
  line: Line | null;
  depth: 0 | 1;
  onClose: () => void;
  onDone: (line: Line) => void;
}) {
  const t = useTexts(siteTexts);
  const ui = useTexts(uiTexts);
  const schema = z
    .object({
      label: z.string().trim().min(1, t("line_label_missing")).max(60),
      kind: z.enum(KINDS),
      target_id: z.string(),
      url: z.string().trim().max(2000),
    })
    .superRefine((values, context) => {
      if (values.kind === "url" && !ADDRESS.test(values.url)) {
        context.addIssue({ code: "custom", path: ["url"], message: t("line_url_bad") });
      }
      if (values.kind !== "url" && values.target_id === "") {
        context.addIssue({
          code: "custom",
          path: ["target_id"],
          message: t("line_target_missing"),
        });
      }
    });
  const { form, onSubmit } = useApiForm<z.infer<typeof schema>>({
    schema,
    values: {
      label: line?.label ?? "",
      kind: line?.kind ?? "page",
      target_id: line?.target_id ?? "",
      url: line?.url ?? "",
    },
    submit: ({ label, kind, target_id, url }) => {
      const outside = kind === "url";
      const target = targets.find((option) => option.value === target_id);
      onDone({
        key: line?.key ?? crypto.randomUUID(),
        label,
        kind,
        target_id: outside ? null : target_id,
        url: outside ? url : null,
        title: outside ? null : (target?.label ?? line?.title ?? null),
        hidden: false,
        depth,
      });
      onClose();
      return Promise.resolve();
    },
    asRefusal: () => null,
    unexpected: () => "",
  });
  const { register, control, formState, watch, setValue } = form;
  const { errors } = formState;
  const kind = watch("kind");
  const targets = useTargets(storeId, kind);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t(line ? "line_edit_title" : "line_new_title")}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <Field label={t("line_label")} error={errors.label?.message}>
              <Input maxLength={60} autoFocus {...register("label")} />
            </Field>
            <Field label={t("line_kind")} error={errors.kind?.message}>
              <Controller
                control={control}
                name="kind"
                render={({ field }) => (
                  <Select
                    value={field.value}
                    onValueChange={(value) => {
                      field.onChange(value);
                      setValue("target_id", "");
                    }}
                    options={KINDS.map((value) => ({ value, label: t(`line_kind_${value}`) }))}
                  />
                )}
              />
            </Field>
            {kind === "url" ? (
              <Field label={t("line_url")} help={t("line_url_help")} error={errors.url?.message}>
                <Input spellCheck={false} autoCapitalize="none" {...register("url")} />
              </Field>
            ) : (
              <Field label={t("line_target")} error={errors.target_id?.message}>
                <Controller
                  control={control}
                  name="target_id"
                  render={({ field }) => (
                    <Combobox
                      options={targets}
                      value={field.value}
                      onValueChange={field.onChange}
                    />
                  )}
                />
              </Field>
            )}
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary">
              {t("line_done")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
