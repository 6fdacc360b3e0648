"use client";

import { isApiError } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { PasswordInput } from "@ecomm/ui/input";
import Link from "next/link";
import { useState } from "react";
import { z } from "zod";
import { asRefusal, authTrouble } from "./errors";
import { AuthFrame, authControl } from "./frame";
import { newPassword } from "./new-password";
import { openCall } from "./session";
import { authTexts } from "./texts";

/** Sets a new password by the link of a mail. */
export function ResetForm({ token, mailboxUrl }: { token: string; mailboxUrl: string | null }) {
  const t = useTexts(authTexts);
  const [state, setState] = useState<"asking" | "done" | "over">(token ? "asking" : "over");
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({ password: newPassword(t) }),
    values: { password: "" },
    submit: async ({ password }) => {
      try {
        await openCall("password/reset", { token, password });
        setState("done");
      } catch (error) {
        if (!isApiError(error) || error.code !== "link_over") throw error;
        setState("over");
      }
    },
    asRefusal,
    unexpected: authTrouble(t),
  });
  const { errors, isSubmitting } = form.formState;
  if (state !== "asking") {
    const done = state === "done";
    return (
      <AuthFrame
        title={t(done ? "reset_done_title" : "link_over_title")}
        lead={t(done ? "reset_done" : "link_over")}
        aside={null}
        mailboxUrl={mailboxUrl}
      >
        <Button asChild variant="primary" size="lg" className="w-full">
          <Link href={done ? "/login" : "/forgot"}>{t(done ? "sign_in" : "link_over_reset")}</Link>
        </Button>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title={t("reset_title")} lead={t("reset_lead")} aside={null} mailboxUrl={mailboxUrl}>
      <form noValidate method="post" onSubmit={onSubmit} className="grid gap-5">
        <FormProblem>{problem}</FormProblem>
        <Field
          label={t("reset_password")}
          help={t("password_help")}
          error={errors.password?.message}
        >
          <PasswordInput
            autoComplete="new-password"
            autoFocus
            className={authControl}
            {...form.register("password")}
          />
        </Field>
        <Button type="submit" variant="primary" size="lg" className="w-full" pending={isSubmitting}>
          {t("reset_submit")}
        </Button>
      </form>
    </AuthFrame>
  );
}
