"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, Textarea } from "@ecomm/ui/input";
import { formatDate } from "@ecomm/ui/lib/dates";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { claimPurchase, type Purchase, purchaseQuery } from "@/api/purchases";
import { copyText } from "@/features/orders/parcels";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { purchasePageTexts } from "./texts";

/** Takes the number one sees at the supplier; it is checked against our reference first. */
export function ClaimDialog({
  purchase,
  onAsked,
  onClose,
}: {
  purchase: Purchase;
  onAsked: () => void;
  onClose: () => void;
}) {
  const t = useTexts(purchasePageTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const supplier = purchase.supplier_name;
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({ supplier_ref: z.string().trim().min(1, t("claim_missing")).max(80) }),
    values: { supplier_ref: "" },
    submit: async ({ supplier_ref }) => {
      const saved = await claimPurchase(store.id, purchase.id, supplier_ref);
      client.setQueryData(purchaseQuery(store.id, purchase.id).queryKey, saved);
      toast.success(t("claim_done"));
      onAsked();
      onClose();
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t("claim_title")}
        description={t("claim_body", { supplier, reference: purchase.reference })}
      >
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            <Field label={t("claim_label", { supplier })} error={errors.supplier_ref?.message}>
              <Input maxLength={80} autoComplete="off" {...form.register("supplier_ref")} />
            </Field>
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={isSubmitting}>
              {t("claim_do")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** Words for the supplier's help desk, to be read and sent by a person. */
export function MessageDialog({ purchase, onClose }: { purchase: Purchase; onClose: () => void }) {
  const t = useTexts(purchasePageTexts);
  const store = useStore();
  const supplier = purchase.supplier_name;
  const sent = purchase.placing_at ?? purchase.created_at;
  const words = t("message_text", {
    when: `${formatDate(sent, "full", t.locale, store.timezone)} (${store.timezone})`,
    reference: purchase.reference,
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("message_title", { supplier })} description={t("message_body")}>
        <DialogBody>
          <Field label={t("message_label")} hideLabel>
            <Textarea readOnly rows={6} value={words} />
          </Field>
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>{t("done")}</Button>
          </DialogClose>
          <Button variant="primary" onClick={() => copyText(words, t("copied"), words)}>
            {t("message_copy")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
