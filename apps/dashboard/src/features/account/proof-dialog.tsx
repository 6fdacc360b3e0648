"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, PasswordInput } from "@ecomm/ui/input";
import { uiTexts } from "@ecomm/ui/texts";
import { z } from "zod";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { accountTexts } from "./texts";

interface Proof {
  password: string;
  code: string;
}

/** Asks for password and code before what weakens an account. */
export function ProofDialog({
  title,
  body,
  action,
  danger = false,
  submit,
  onClose,
}: {
  title: string;
  body: string;
  action: string;
  danger?: boolean;
  submit: (proof: Proof) => Promise<void>;
  onClose: () => void;
}) {
  const t = useTexts(accountTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      password: z.string().min(1, t("password_missing")),
      code: z.string().trim().min(1, t("code_missing")).max(40),
    }),
    values: { password: "", code: "" },
    submit,
    map: {
      words: (code, message) =>
        code === "wrong_password"
          ? t("password_wrong")
          : code === "wrong_code"
            ? t("code_wrong")
            : message,
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={title}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <p className="text-13 text-muted">{body}</p>
            <FormProblem>{problem}</FormProblem>
            <Field label={t("password_now")} error={errors.password?.message}>
              <PasswordInput
                autoComplete="current-password"
                autoFocus
                {...form.register("password")}
              />
            </Field>
            <Field label={t("proof_code")} error={errors.code?.message}>
              <Input autoComplete="one-time-code" className="num" {...form.register("code")} />
            </Field>
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant={danger ? "danger" : "primary"} pending={isSubmitting}>
              {action}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
