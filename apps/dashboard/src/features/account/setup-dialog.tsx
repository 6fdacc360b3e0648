"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, PasswordInput } from "@ecomm/ui/input";
import { uiTexts } from "@ecomm/ui/texts";
import { useState } from "react";
import { z } from "zod";
import { confirmFactor, type Enrolment, enrolFactor } from "@/api/account";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { QrCode } from "./qr";
import { RecoveryCodes } from "./recovery-codes";
import { accountTexts } from "./texts";

type Step = { at: "password" } | { at: "scan"; made: Enrolment } | { at: "codes"; codes: string[] };

/** Password, QR code and a first code of it, then the recovery codes. */
export function SetupDialog({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const t = useTexts(accountTexts);
  const [step, setStep] = useState<Step>({ at: "password" });
  const close = () => (step.at === "codes" ? onDone() : onClose());
  return (
    <Dialog open onOpenChange={(open) => !open && close()}>
      <DialogContent title={t(step.at === "codes" ? "codes_title" : "setup_title")}>
        {step.at === "password" ? (
          <PasswordStep onMade={(made) => setStep({ at: "scan", made })} />
        ) : step.at === "scan" ? (
          <ScanStep made={step.made} onCodes={(codes) => setStep({ at: "codes", codes })} />
        ) : (
          <RecoveryCodes codes={step.codes} onDone={onDone} />
        )}
      </DialogContent>
    </Dialog>
  );
}

function PasswordStep({ onMade }: { onMade: (made: Enrolment) => void }) {
  const t = useTexts(accountTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({ password: z.string().min(1, t("password_missing")) }),
    values: { password: "" },
    submit: async ({ password }) => onMade(await enrolFactor(password)),
    map: { words: (code, message) => (code === "wrong_password" ? t("password_wrong") : message) },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  return (
    <form noValidate onSubmit={onSubmit} className="contents">
      <DialogBody className="grid gap-4">
        <p className="text-13 text-muted">{t("setup_password")}</p>
        <FormProblem>{problem}</FormProblem>
        <Field label={t("password_now")} error={form.formState.errors.password?.message}>
          <PasswordInput autoComplete="current-password" autoFocus {...form.register("password")} />
        </Field>
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>{ui("cancel")}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" pending={form.formState.isSubmitting}>
          {t("setup_next")}
        </Button>
      </DialogFooter>
    </form>
  );
}

function ScanStep({ made, onCodes }: { made: Enrolment; onCodes: (codes: string[]) => void }) {
  const t = useTexts(accountTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({ code: z.string().trim().min(1, t("code_missing")).max(40) }),
    values: { code: "" },
    submit: async ({ code }) => onCodes((await confirmFactor(code)).recovery_codes),
    map: { words: (code, message) => (code === "wrong_code" ? t("code_wrong") : message) },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  return (
    <form noValidate onSubmit={onSubmit} className="contents">
      <DialogBody className="grid gap-4">
        <FormProblem>{problem}</FormProblem>
        <p className="text-13 text-muted">{t("setup_scan")}</p>
        <div className="grid justify-items-center">
          <QrCode rows={made.qr} label={t("setup_qr")} />
        </div>
        <p className="text-12 text-muted">
          {t("setup_manual")}{" "}
          <code className="font-mono text-text wrap-anywhere select-all">
            {made.secret.replace(/(.{4})(?=.)/g, "$1 ")}
          </code>
        </p>
        <Field label={t("setup_code")} error={form.formState.errors.code?.message}>
          <Input
            inputMode="numeric"
            autoComplete="one-time-code"
            autoFocus
            className="num"
            {...form.register("code")}
          />
        </Field>
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>{ui("cancel")}</Button>
        </DialogClose>
        <Button type="submit" variant="primary" pending={form.formState.isSubmitting}>
          {t("setup_confirm")}
        </Button>
      </DialogFooter>
    </form>
  );
}
