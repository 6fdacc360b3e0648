"use client";

import { usePlace } from "@ecomm/suite-kit/context";
import { Button } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { z } from "zod";
import { DoorFrame, doorControl } from "./frame";
import { safeNext } from "./next-path";
import { doorTexts } from "./texts";
import { asRefusal, doorTrouble, doorWords } from "./trouble";

/** The second step of signing in. */
export function CodeForm({
  challenge,
  keep,
  next,
  onBack,
}: {
  challenge: string;
  keep: boolean;
  next: string | null;
  onBack: () => void;
}) {
  const t = useTexts(doorTexts);
  const { http, base } = usePlace();
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({ code: z.string().trim().min(1, t("code_missing")).max(40) }),
    values: { code: "" },
    submit: async ({ code }) => {
      await http.session("login-code", { challenge, code, keep });
      window.location.assign(safeNext(next, base));
      await new Promise(() => undefined); // the page is on its way out: stay busy until then
    },
    map: { words: doorWords(t) },
    asRefusal,
    unexpected: doorTrouble(t),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <DoorFrame title={t("code_title")} lead={t("code_lead")}>
      <form noValidate method="post" onSubmit={onSubmit} className="grid gap-5">
        <FormProblem>{problem}</FormProblem>
        <Field label={t("code")} error={errors.code?.message}>
          <Input
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            className={`num ${doorControl}`}
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
    </DoorFrame>
  );
}
