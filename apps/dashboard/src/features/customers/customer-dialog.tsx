"use client";

import { Button } from "@ecomm/ui/button";
import { Checkbox } from "@ecomm/ui/checkbox";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, Textarea } from "@ecomm/ui/input";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { TokenInput } from "@ecomm/ui/token-input";
import { useState } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { type Customer, createCustomer, updateCustomer } from "@/api/customers";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { customersTexts } from "./texts";

/** Writes somebody down, or changes what is known of them. */
export function CustomerDialog({
  storeId,
  customer,
  onClose,
  onSaved,
}: {
  storeId: string;
  customer: Customer | null;
  onClose: () => void;
  onSaved: (saved: Customer) => Promise<unknown>;
}) {
  const t = useTexts(customersTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const [key] = useState(() => crypto.randomUUID());
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      name: z.string().trim().min(1, t("name_missing")).max(120),
      email: z.email(t("email_invalid")).max(254),
      phone: z.string().trim().max(40),
      note: z.string().max(5000),
      tags: z.array(z.string()).max(50),
      marketing: z.boolean(),
    }),
    values: {
      name: customer?.name ?? "",
      email: customer?.email ?? "",
      phone: customer?.phone ?? "",
      note: customer?.note ?? "",
      tags: customer?.tags ?? [],
      marketing: customer?.marketing ?? false,
    },
    submit: async (values) => {
      const body = { ...values, phone: values.phone || null };
      const saved = customer
        ? await updateCustomer(storeId, customer.id, body)
        : await createCustomer(storeId, body, key);
      toast.success(t("saved", { name: saved.name }));
      onClose();
      await onSaved(saved);
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { register, control, formState } = form;
  const { errors, isSubmitting } = formState;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={customer ? t("form_edit") : t("form_new")}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            <Field label={t("name")} error={errors.name?.message}>
              <Input maxLength={120} autoFocus {...register("name")} />
            </Field>
            <Field
              label={t("email")}
              error={errors.email?.message}
              {...(customer?.account ? { help: t("email_help") } : {})}
            >
              <Input type="email" maxLength={254} autoCapitalize="none" {...register("email")} />
            </Field>
            <Field label={t("phone")} error={errors.phone?.message} optional>
              <Input type="tel" maxLength={40} {...register("phone")} />
            </Field>
            <Field label={t("tags")} error={errors.tags?.message} optional>
              <Controller
                control={control}
                name="tags"
                render={({ field }) => (
                  <TokenInput value={field.value} onValueChange={field.onChange} />
                )}
              />
            </Field>
            <Field label={t("note")} help={t("note_help")} error={errors.note?.message} optional>
              <Textarea rows={3} maxLength={5000} {...register("note")} />
            </Field>
            <Controller
              control={control}
              name="marketing"
              render={({ field }) => (
                <div className="grid gap-1">
                  {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is inside */}
                  <label className="flex items-center gap-2 text-13">
                    <Checkbox
                      checked={field.value}
                      onCheckedChange={(checked) => field.onChange(checked === true)}
                    />
                    {t("marketing")}
                  </label>
                  <p className="text-12 text-subtle">{t("marketing_help")}</p>
                </div>
              )}
            />
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
