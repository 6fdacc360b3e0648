"use client";

import { Button } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, PasswordInput } from "@ecomm/ui/input";
import Link from "next/link";
import { useState } from "react";
import { z } from "zod";
import type { Invitation } from "@/server/invitation";
import { asRefusal, authTrouble, authWords } from "./errors";
import { AuthFrame, authControl } from "./frame";
import { claimInvitation, InvitationLost, InvitedNote } from "./invitation";
import { newPassword } from "./new-password";
import { safeNext, sessionAction } from "./session";
import { authTexts } from "./texts";

/** A new merchant: account, tenant and session in one step, then the first store. */
export function RegisterForm({
  next,
  invitation = null,
  mailboxUrl,
}: {
  next: string | null;
  invitation?: Invitation | null;
  mailboxUrl: string | null;
}) {
  const t = useTexts(authTexts);
  const [lost, setLost] = useState<string | null>(null);
  const onward = next ? safeNext(next) : "/stores/new";
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      name: z.string().trim().min(1, t("name_missing")).max(120),
      email: z
        .string()
        .trim()
        .min(1, t("email_missing"))
        .pipe(z.email(t("email_invalid"))),
      password: newPassword(t),
    }),
    values: { name: "", email: "", password: "" },
    submit: async (values) => {
      await sessionAction("register", { ...values, keep: true });
      const refused = invitation ? await claimInvitation(invitation.code) : null;
      if (refused !== null) {
        setLost(authTrouble(t)(refused));
        return;
      }
      window.location.assign(onward);
      await new Promise(() => undefined); // the page is on its way out: stay busy until then
    },
    map: { words: authWords(t) },
    asRefusal,
    unexpected: authTrouble(t),
  });
  const { register, formState } = form;
  const { errors, isSubmitting } = formState;
  if (lost !== null) return <InvitationLost why={lost} onward={onward} mailboxUrl={mailboxUrl} />;
  return (
    <AuthFrame
      title={t("register_title")}
      lead={t("register_lead")}
      mailboxUrl={mailboxUrl}
      aside={
        <>
          {t("have_account")}{" "}
          <Link
            href={next ? `/login?next=${encodeURIComponent(next)}` : "/login"}
            className="rounded-xs font-medium text-accent underline-offset-3 hover:underline"
          >
            {t("sign_in")}
          </Link>
        </>
      }
    >
      <form noValidate method="post" onSubmit={onSubmit} className="grid gap-5">
        <InvitedNote invitation={invitation} />
        <FormProblem>{problem}</FormProblem>
        <Field label={t("name")} error={errors.name?.message}>
          <Input autoComplete="name" autoFocus className={authControl} {...register("name")} />
        </Field>
        <Field label={t("email")} error={errors.email?.message}>
          <Input
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            className={authControl}
            {...register("email")}
          />
        </Field>
        <Field label={t("password")} error={errors.password?.message} help={t("password_help")}>
          <PasswordInput
            autoComplete="new-password"
            className={authControl}
            {...register("password")}
          />
        </Field>
        <Button
          type="submit"
          variant="primary"
          size="lg"
          className="mt-1 w-full"
          pending={isSubmitting}
        >
          {isSubmitting ? t("registering") : t("register")}
        </Button>
      </form>
    </AuthFrame>
  );
}
