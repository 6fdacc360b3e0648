"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { PasswordInput } from "@ecomm/ui/input";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { z } from "zod";
import { handOver, type Member } from "@/api/team";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { teamTexts } from "./texts";

/** Makes a member the owner; the password says that it is meant. */
export function HandOverDialog({
  member,
  onClose,
  onDone,
}: {
  member: Member;
  onClose: () => void;
  onDone: () => Promise<void>;
}) {
  const t = useTexts(teamTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const { name } = member;
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({ password: z.string().min(1, t("password_missing")) }),
    values: { password: "" },
    submit: async ({ password }) => {
      await handOver({ user_id: member.user_id, password });
      await onDone();
      onClose();
      toast.success(t("hand_over_done", { name }));
    },
    map: { words: (code, message) => (code === "wrong_password" ? t("password_wrong") : message) },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("hand_over_title", { name })}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <p className="text-13 text-muted">{t("hand_over_body")}</p>
            <FormProblem>{problem}</FormProblem>
            <Field label={t("hand_over_password")} error={errors.password?.message}>
              <PasswordInput
                autoComplete="current-password"
                autoFocus
                {...form.register("password")}
              />
            </Field>
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="danger" pending={isSubmitting}>
              {t("hand_over")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
