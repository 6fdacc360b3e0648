"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, Textarea } from "@ecomm/ui/input";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { type Seller, saveSeller, sellerQuery } from "@/api/papers";
import type { Store } from "@/api/stores";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { paperTexts } from "./texts";

/** Says who invoices are from. */
export function SellerDialog({
  store,
  seller,
  onClose,
}: {
  store: Store;
  seller: Seller;
  onClose: () => void;
}) {
  const t = useTexts(paperTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      name: z.string().trim().min(1, t("seller_name_missing")).max(200),
      address: z.string().trim().min(1, t("seller_address_missing")).max(1000),
      tax_id: z.string().trim().max(60),
      footer: z.string().trim().max(1000),
    }),
    values: {
      name: seller.name,
      address: seller.address,
      tax_id: seller.tax_id ?? "",
      footer: seller.footer ?? "",
    },
    submit: async (values) => {
      const saved = await saveSeller(store.id, {
        ...values,
        tax_id: values.tax_id || null,
        footer: values.footer || null,
      });
      client.setQueryData(sellerQuery(store.id).queryKey, saved);
      toast.success(t("seller_saved", { name: saved.name }));
      onClose();
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { register, formState } = form;
  const { errors, isSubmitting } = formState;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("seller_edit")}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            <Field label={t("seller_name")} error={errors.name?.message}>
              <Input {...register("name")} maxLength={200} autoComplete="organization" />
            </Field>
            <Field
              label={t("seller_address")}
              help={t("seller_address_help")}
              error={errors.address?.message}
            >
              <Textarea {...register("address")} rows={3} maxLength={1000} />
            </Field>
            <Field label={t("seller_tax_id")} optional error={errors.tax_id?.message}>
              <Input {...register("tax_id")} maxLength={60} />
            </Field>
            <Field
              label={t("seller_footer")}
              help={t("seller_footer_help")}
              optional
              error={errors.footer?.message}
            >
              <Textarea {...register("footer")} rows={3} maxLength={1000} />
            </Field>
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={isSubmitting}>
              {t("seller_save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
