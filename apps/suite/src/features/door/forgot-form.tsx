"use client";

import { usePlace } from "@ecomm/suite-kit/context";
import { Button } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import Link from "next/link";
import { useState } from "react";
import { z } from "zod";
import { DoorFrame, doorControl, doorLink } from "./frame";
import { doorTexts } from "./texts";
import { asRefusal, doorTrouble, emailAddress } from "./trouble";

/** Asks for a link that sets a new password; says the same whoever is meant. */
export function ForgotForm() {
  const t = useTexts(doorTexts);
  const { http, base } = usePlace();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({ email: emailAddress(t) }),
    values: { email: "" },
    submit: async ({ email }) => {
      await http.open("auth/password/forgot", { email });
      setSentTo(email);
    },
    asRefusal,
    unexpected: doorTrouble(t),
  });
  const { errors, isSubmitting } = form.formState;
  const turn = (
    <>
      {t("remembered")}{" "}
      <Link href={`${base}/login`} className={doorLink}>
        {t("sign_in")}
      </Link>
    </>
  );
  if (sentTo !== null) {
    return (
      <DoorFrame
        title={t("forgot_sent_title")}
        lead={t("forgot_sent", { email: sentTo })}
        turn={turn}
      >
        <Button onClick={() => setSentTo(null)}>{t("forgot_again")}</Button>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame title={t("forgot_title")} lead={t("forgot_lead")} turn={turn}>
      <form noValidate method="post" onSubmit={onSubmit} className="grid gap-5">
        <FormProblem>{problem}</FormProblem>
        <Field label={t("email")} error={errors.email?.message}>
          <Input
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            className={doorControl}
            {...form.register("email")}
          />
        </Field>
        <Button type="submit" variant="primary" size="lg" className="w-full" pending={isSubmitting}>
          {t("forgot_submit")}
        </Button>
      </form>
    </DoorFrame>
  );
}
