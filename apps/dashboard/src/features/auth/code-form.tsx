"use client";

import { isApiError } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { z } from "zod";
import { asRefusal, authTrouble } from "./errors";
import { AuthFrame, authControl } from "./frame";
import { safeNext, sessionAction } from "./session";
import { authTexts } from "./texts";

/** The second step of signing in. */
export function CodeForm({
  challenge,
  keep,
  next,
  mailboxUrl,
  onBack,
}: {
  challenge: string;
  keep: boolean;
  next: string | null;
  mailboxUrl: string | null;
  onBack: () => void;
}) {
  const t = useTexts(authTexts);
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({ code: z.string().trim().min(1, t("code_missing")).max(40) }),
    values: { code: "" },
    submit: async ({ code }) => {
      await sessionAction("login-code", { challenge, code, keep });
      window.location.assign(safeNext(next));
      await new Promise(() => undefined); // the page is on its way out: stay busy until then
    },
    map: {
      words: (code, message) =>
        code === "wrong_code"
          ? t("code_wrong")
          : code === "challenge_over"
            ? t("code_over")
            : message,
    },
    asRefusal: (error) => (isApiError(error) && error.status === 429 ? null : asRefusal(error)),
    unexpected: authTrouble(t),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <AuthFrame title={t("code_title")} lead={t("code_lead")} aside={null} mailboxUrl={mailboxUrl}>
      <form noValidate method="post" onSubmit={onSubmit} className="grid gap-5">
        <FormProblem>{problem}</FormProblem>
        <Field label={t("code")} error={errors.code?.message}>
          <Input
            inputMode="text"
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            className={`num ${authControl}`}
            {...form.register("code")}
          />
        </Field>
        <Button type="submit" variant="primary" size="lg" className="w-full" pending={isSubmitting}>
          {t("code_submit")}
        </Button>
        <Button variant="ghost" onClick={onBack}>
          {t("code_back")}
        </Button>
      </form>
    </AuthFrame>
  );
}
