"use client";

import { usePlace } from "@ecomm/suite-kit/context";
import { Button } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, PasswordInput } from "@ecomm/ui/input";
import Link from "next/link";
import { z } from "zod";
import { DoorFrame, doorControl, doorLink } from "./frame";
import { safeNext } from "./next-path";
import { doorTexts } from "./texts";
import { asRefusal, doorTrouble, doorWords, emailAddress, newPassword } from "./trouble";

/** A new business: account and session in one step. */
export function RegisterForm({ next }: { next: string | null }) {
  const t = useTexts(doorTexts);
  const { http, base } = usePlace();
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      name: z.string().trim().min(1, t("name_missing")).max(120),
      email: emailAddress(t),
      password: newPassword(t),
    }),
    values: { name: "", email: "", password: "" },
    submit: async (values) => {
      await http.session("register", { ...values, keep: true });
      window.location.assign(safeNext(next, base));
      await new Promise(() => undefined); // the page is on its way out: stay busy until then
    },
    map: { words: doorWords(t) },
    asRefusal,
    unexpected: doorTrouble(t),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <DoorFrame
      title={t("register_title")}
      lead={t("register_lead")}
      turn={
        <>
          {t("have_account")}{" "}
          <Link
            href={`${base}/login${next ? `?next=${encodeURIComponent(next)}` : ""}`}
            className={doorLink}
          >
            {t("sign_in")}
          </Link>
        </>
      }
    >
      <form noValidate method="post" onSubmit={onSubmit} className="grid gap-5">
        <FormProblem>{problem}</FormProblem>
        <Field label={t("name")} error={errors.name?.message}>
          <Input autoComplete="name" autoFocus className={doorControl} {...form.register("name")} />
        </Field>
        <Field label={t("email")} error={errors.email?.message}>
          <Input
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            className={doorControl}
            {...form.register("email")}
          />
        </Field>
        <Field label={t("password")} error={errors.password?.message} help={t("password_help")}>
          <PasswordInput
            autoComplete="new-password"
            className={doorControl}
            {...form.register("password")}
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
    </DoorFrame>
  );
}
