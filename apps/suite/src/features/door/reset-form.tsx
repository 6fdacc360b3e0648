"use client";

import { usePlace } from "@ecomm/suite-kit/context";
import { isApiError } from "@ecomm/suite-kit/http";
import { Button } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { PasswordInput } from "@ecomm/ui/input";
import Link from "next/link";
import { useState } from "react";
import { z } from "zod";
import { DoorFrame, doorControl } from "./frame";
import { doorTexts } from "./texts";
import { asRefusal, doorTrouble, newPassword } from "./trouble";

/** Sets a new password by the link of a mail. */
export function ResetForm({ token }: { token: string }) {
  const t = useTexts(doorTexts);
  const { http, base } = usePlace();
  const [state, setState] = useState<"asking" | "done" | "over">(token ? "asking" : "over");
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({ password: newPassword(t) }),
    values: { password: "" },
    submit: async ({ password }) => {
      try {
        await http.open("auth/password/reset", { token, password });
        setState("done");
      } catch (error) {
        if (!isApiError(error) || error.code !== "link_over") throw error;
        setState("over");
      }
    },
    asRefusal,
    unexpected: doorTrouble(t),
  });
  const { errors, isSubmitting } = form.formState;
  if (state !== "asking") {
    const done = state === "done";
    return (
      <DoorFrame
        title={t(done ? "reset_done_title" : "link_over_title")}
        lead={t(done ? "reset_done" : "link_over")}
      >
        <Button asChild variant="primary" size="lg" className="w-full">
          <Link href={`${base}/${done ? "login" : "forgot"}`}>
            {t(done ? "sign_in" : "link_over_reset")}
          </Link>
        </Button>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame title={t("reset_title")} lead={t("reset_lead")}>
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
            className={doorControl}
            {...form.register("password")}
          />
        </Field>
        <Button type="submit" variant="primary" size="lg" className="w-full" pending={isSubmitting}>
          {t("reset_submit")}
        </Button>
      </form>
    </DoorFrame>
  );
}
