"use client";

import { usePlace } from "@ecomm/suite-kit/context";
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
import { DoorFrame, doorControl, doorLink } from "./frame";
import { safeNext } from "./next-path";
import { doorTexts } from "./texts";
import { asRefusal, doorTrouble, doorWords } from "./trouble";

/** Sign in; afterwards a full load, so that nothing of a former session stays in memory. */
export function LoginForm({ next, ended }: { next: string | null; ended: boolean }) {
  const t = useTexts(doorTexts);
  const { http, base } = usePlace();
  const [challenge, setChallenge] = useState<{ token: string; keep: boolean } | null>(null);
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      email: z.string().trim().min(1, t("email_missing")),
      password: z.string().min(1, t("password_missing")),
      keep: z.boolean(),
    }),
    values: { email: "", password: "", keep: true },
    submit: async (values) => {
      const reply = await http.session<{ challenge?: string }>("login", values);
      if (reply.challenge) {
        setChallenge({ token: reply.challenge, keep: values.keep });
        return;
      }
      window.location.assign(safeNext(next, base));
      await new Promise(() => undefined); // the page is on its way out: stay busy until then
    },
    map: { words: doorWords(t) },
    asRefusal,
    unexpected: doorTrouble(t),
  });
  const { register, control, formState } = form;
  const { errors, isSubmitting } = formState;
  if (challenge) {
    return (
      <CodeForm
        challenge={challenge.token}
        keep={challenge.keep}
        next={next}
        onBack={() => {
          form.resetField("password");
          setChallenge(null);
        }}
      />
    );
  }
  return (
    <DoorFrame
      title={t("login_title")}
      lead={t("login_lead")}
      turn={
        <>
          {t("new_here")}{" "}
          <Link
            href={`${base}/register${next ? `?next=${encodeURIComponent(next)}` : ""}`}
            className={doorLink}
          >
            {t("make_account")}
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
            className={doorControl}
            {...register("email")}
          />
        </Field>
        <Field
          label={t("password")}
          error={errors.password?.message}
          end={
            <Link
              href={`${base}/forgot`}
              className="rounded-xs text-12 text-muted underline-offset-3 hover:text-text hover:underline"
            >
              {t("forgot")}
            </Link>
          }
        >
          <PasswordInput
            autoComplete="current-password"
            className={doorControl}
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
    </DoorFrame>
  );
}
