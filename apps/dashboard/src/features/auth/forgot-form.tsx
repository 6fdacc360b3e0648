"use client";

import { Button } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import Link from "next/link";
import { useState } from "react";
import { z } from "zod";
import { asRefusal, authTrouble } from "./errors";
import { AuthFrame, authControl } from "./frame";
import { openCall } from "./session";
import { authTexts } from "./texts";

/** Asks for a link that sets a new password; says the same whoever is meant. */
export function ForgotForm({ mailboxUrl }: { mailboxUrl: string | null }) {
  const t = useTexts(authTexts);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      email: z
        .string()
        .trim()
        .min(1, t("email_missing"))
        .pipe(z.email(t("email_invalid"))),
    }),
    values: { email: "" },
    submit: async ({ email }) => {
      await openCall("password/forgot", { email });
      setSentTo(email);
    },
    asRefusal,
    unexpected: authTrouble(t),
  });
  const { errors, isSubmitting } = form.formState;
  const aside = (
    <>
      {t("remembered")}{" "}
      <Link
        href="/login"
        className="rounded-xs font-medium text-accent underline-offset-3 hover:underline"
      >
        {t("sign_in")}
      </Link>
    </>
  );
  if (sentTo !== null) {
    return (
      <AuthFrame
        title={t("forgot_sent_title")}
        lead={t("forgot_sent", { email: sentTo })}
        aside={aside}
        mailboxUrl={mailboxUrl}
      >
        <Button onClick={() => setSentTo(null)}>{t("forgot_again")}</Button>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame
      title={t("forgot_title")}
      lead={t("forgot_lead")}
      aside={aside}
      mailboxUrl={mailboxUrl}
    >
      <form noValidate method="post" onSubmit={onSubmit} className="grid gap-5">
        <FormProblem>{problem}</FormProblem>
        <Field label={t("email")} error={errors.email?.message}>
          <Input
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            className={authControl}
            {...form.register("email")}
          />
        </Field>
        <Button type="submit" variant="primary" size="lg" className="w-full" pending={isSubmitting}>
          {t("forgot_submit")}
        </Button>
      </form>
    </AuthFrame>
  );
}
