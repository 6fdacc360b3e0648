"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useState } from "react";
import { z } from "zod";
import { addSubscriber } from "@/api/subscribers";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { subscribersTexts } from "./texts";

/** Writes somebody down, who is asked to confirm. */
export function AddDialog({
  storeId,
  onClose,
  onAdded,
}: {
  storeId: string;
  onClose: () => void;
  onAdded: () => Promise<unknown>;
}) {
  const t = useTexts(subscribersTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const [key] = useState(() => crypto.randomUUID());
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({ email: z.email(t("email_invalid")).max(254) }),
    values: { email: "" },
    submit: async ({ email }) => {
      await addSubscriber(storeId, email, key);
      toast.success(t("added", { email }));
      onClose();
      await onAdded();
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("add_title")} description={t("add_body")}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            <Field label={t("email")} error={errors.email?.message}>
              <Input
                type="email"
                maxLength={254}
                autoCapitalize="none"
                autoFocus
                {...form.register("email")}
              />
            </Field>
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={isSubmitting}>
              {t("add")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
