"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Textarea } from "@ecomm/ui/input";
import { toast } from "@ecomm/ui/toast";
import { z } from "zod";
import { type Mismatch, resolveMismatch } from "@/api/payments";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { reconciliationTexts } from "./texts";

/** Asks how a mismatch was put right; the note stays. */
export function ResolveDialog({
  mismatch,
  onClose,
  onDone,
}: {
  mismatch: Mismatch;
  onClose: () => void;
  onDone: () => Promise<void>;
}) {
  const t = useTexts(reconciliationTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const { form, onSubmit, problem } = useApiForm<{ note: string }>({
    schema: z.object({ note: z.string().trim().min(3, t("note_missing")).max(1_000) }),
    values: { note: "" },
    submit: async ({ note }) => {
      await resolveMismatch(store.id, mismatch.id, note.trim());
      await onDone();
      toast.success(t("resolved"));
      onClose();
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { register, formState } = form;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t("resolve_title", { what: t(mismatch.kind) })}
        description={t("resolve_body")}
      >
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            <Field label={t("note")} error={formState.errors.note?.message}>
              <Textarea rows={3} maxLength={1_000} {...register("note")} />
            </Field>
          </DialogBody>
          <DialogFooter>
            <Button onClick={onClose}>{t("cancel")}</Button>
            <Button type="submit" variant="primary" pending={formState.isSubmitting}>
              {t("do")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
