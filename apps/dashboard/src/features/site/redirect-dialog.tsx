"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { z } from "zod";
import { type Redirect, saveRedirect } from "@/api/site";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { siteTexts } from "./texts";

/** Makes or changes a redirect. */
export function RedirectDialog({
  storeId,
  redirect,
  onClose,
  onSaved,
}: {
  storeId: string;
  redirect: Redirect | null;
  onClose: () => void;
  onSaved: () => Promise<void>;
}) {
  const t = useTexts(siteTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      path: z.string().trim().min(1, t("redirect_missing")).max(1000),
      target: z.string().trim().min(1, t("redirect_missing")).max(2000),
    }),
    values: { path: redirect?.path ?? "", target: redirect?.target ?? "" },
    submit: async (values) => {
      const saved = await saveRedirect(storeId, redirect?.id ?? null, values);
      await onSaved();
      toast.success(t("redirect_saved", { path: saved.path }));
      onClose();
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { register, formState } = form;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t(redirect ? "redirect_title" : "redirect_new")}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            <Field
              label={t("redirect_from")}
              help={t("redirect_from_help")}
              error={formState.errors.path?.message}
            >
              <Input autoFocus spellCheck={false} autoCapitalize="none" {...register("path")} />
            </Field>
            <Field
              label={t("redirect_to")}
              help={t("redirect_to_help")}
              error={formState.errors.target?.message}
            >
              <Input spellCheck={false} autoCapitalize="none" {...register("target")} />
            </Field>
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={formState.isSubmitting}>
              {t("save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
