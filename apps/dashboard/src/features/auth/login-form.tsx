"use client";

import { Button } from "@ecomm/ui/button";
import { CheckboxField } from "@ecomm/ui/checkbox";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, PasswordInput } from "@ecomm/ui/input";
import { Notice } from "@ecomm/ui/states";
import Link from "next/link";
import { useState } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { CodeForm } from "./code-form";
import { asRefusal, authTrouble, authWords } from "./errors";
import { AuthFrame, authControl } from "./frame";
import { safeNext, signIn } from "./session";
import { authTexts } from "./texts";

/** Sign in; afterwards a full load, so that nothing of a former session stays in memory. */
export function LoginForm({
  next,
  ended,
  mailboxUrl,
}: {
  next: string | null;
  ended: boolean;
  mailboxUrl: string | null;
}) {
  const t = useTexts(authTexts);
  const [challenge, setChallenge] = useState<{ token: string; keep: boolean } | null>(null);
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      email: z.string().trim().min(1, t("email_missing")),
      password: z.string().min(1, t("password_missing")),
      keep: z.boolean(),
    }),
    values: { email: "", password: "", keep: true },
    submit: async (values) => {
      const token = await signIn(values);
      if (token !== null) {
        setChallenge({ token, keep: values.keep });
        return;
      }
      window.location.assign(safeNext(next));
      await new Promise(() => undefined); // the page is on its way out: stay busy until then
    },
    map: { words: authWords(t) },
    asRefusal,
    unexpected: authTrouble(t),
  });
  const { register, control, formState } = form;
  const { errors, isSubmitting } = formState;
  if (challenge) {
    return (
      <CodeForm
        challenge={challenge.token}
        keep={challenge.keep}
        next={next}
        mailboxUrl={mailboxUrl}
        onBack={() => {
          form.resetField("password");
          setChallenge(null);
        }}
      />
    );
  }
  return (
    <AuthFrame
      title={t("sign_in_title")}
      lead={t("sign_in_lead")}
      mailboxUrl={mailboxUrl}
      aside={
        <>
          {t("new_here")}{" "}
          <Link
            href={next ? `/register?next=${encodeURIComponent(next)}` : "/register"}
            className="rounded-xs font-medium text-accent underline-offset-3 hover:underline"
          >
            {t("try_it")}
          </Link>
        </>
      }
    >
      <form noValidate method="post" onSubmit={onSubmit} className="grid gap-5">
        {ended && !problem ? <Notice tone="info">{t("ended")}</Notice> : null}
        <FormProblem>{problem}</FormProblem>
        <Field label={t("email")} error={errors.email?.message}>
          <Input
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            className={authControl}
            {...register("email")}
          />
        </Field>
        <Field
          label={t("password")}
          error={errors.password?.message}
          end={
            <Link
              href="/forgot"
              className="rounded-xs text-12 text-muted underline-offset-3 hover:text-text hover:underline"
            >
              {t("forgot")}
            </Link>
          }
        >
          <PasswordInput
            autoComplete="current-password"
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
          {isSubmitting ? t("signing_in") : t("sign_in")}
        </Button>
        <Controller
          control={control}
          name="keep"
          render={({ field }) => (
            <CheckboxField
              className="text-12 text-muted"
              label={t("keep")}
              checked={field.value}
              onCheckedChange={(value) => field.onChange(value === true)}
            />
          )}
        />
      </form>
    </AuthFrame>
  );
}
