"use client";

import type { Schema } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, PasswordInput } from "@ecomm/ui/input";
import { Page, PageHeader, Panel, PanelBody, PanelHeader } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Status } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { z } from "zod";
import { changePassword, meQuery, rename, sessionsQuery } from "@/api/account";
import { newPassword } from "@/features/auth/new-password";
import { authTexts } from "@/features/auth/texts";
import { PreferencesPanel } from "@/features/notifications/preferences-panel";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { formRefusal, loadError, troubleText } from "@/shell/trouble";
import { FactorPanel } from "./factor-panel";
import { OwnDataPanel } from "./own-data-panel";
import { SessionsPanel } from "./sessions-panel";
import { accountTexts } from "./texts";

/** One's own account: name, password, second factor, devices. */
export function ProfilePage() {
  const t = useTexts(accountTexts);
  const shell = useTexts(shellTexts);
  const me = useQuery(meQuery);
  const error = loadError(me, shell);
  return (
    <Page className="mx-auto max-w-220 flex-1">
      <PageHeader title={t("profile")} />
      {error ? (
        <Panel>
          <LoadError error={error} />
        </Panel>
      ) : me.data === undefined ? (
        <div aria-busy="true" className="grid gap-4">
          <Skeleton className="h-40 w-full" />
          <Skeleton className="h-40 w-full" />
        </div>
      ) : (
        <div className="grid gap-4">
          <NamePanel me={me.data} />
          <FactorPanel me={me.data} />
          <PasswordPanel />
          <PreferencesPanel />
          <SessionsPanel />
          <OwnDataPanel />
        </div>
      )}
    </Page>
  );
}

function NamePanel({ me }: { me: Schema<"MeOut"> }) {
  const t = useTexts(accountTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({ name: z.string().trim().min(1, t("name_missing")).max(120) }),
    values: { name: me.name },
    submit: async ({ name }) => {
      client.setQueryData(meQuery.queryKey, await rename(name));
      form.reset({ name });
      toast.success(t("saved"));
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  return (
    <Panel>
      <PanelHeader title={t("you")} />
      <form noValidate onSubmit={onSubmit}>
        <PanelBody className="grid max-w-120 gap-4">
          <FormProblem>{problem}</FormProblem>
          <Field label={t("name")} error={errors.name?.message}>
            <Input autoComplete="name" maxLength={120} {...form.register("name")} />
          </Field>
          <div className="text-13">
            <p className="font-medium">{t("email")}</p>
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
              <span className="wrap-anywhere">{me.email}</span>
              <Status
                glyph={me.email_verified ? "dot" : "circle"}
                tone={me.email_verified ? "success" : "warning"}
              >
                {t(me.email_verified ? "confirmed" : "unconfirmed")}
              </Status>
            </p>
          </div>
          <div>
            <Button type="submit" variant="primary" disabled={!isDirty} pending={isSubmitting}>
              {t("save")}
            </Button>
          </div>
        </PanelBody>
      </form>
    </Panel>
  );
}

function PasswordPanel() {
  const t = useTexts(accountTexts);
  const auth = useTexts(authTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      password: z.string().min(1, t("password_missing")),
      new_password: newPassword(auth),
    }),
    values: { password: "", new_password: "" },
    submit: async (values) => {
      const { ended } = await changePassword(values);
      form.reset();
      toast.success(t("password_changed", { ended }));
      await client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
    },
    map: { words: (code, message) => (code === "wrong_password" ? t("password_wrong") : message) },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <Panel>
      <PanelHeader title={t("password")} note={t("password_note")} />
      <form noValidate onSubmit={onSubmit}>
        <PanelBody className="grid max-w-120 gap-4">
          <FormProblem>{problem}</FormProblem>
          <Field label={t("password_now")} error={errors.password?.message}>
            <PasswordInput autoComplete="current-password" {...form.register("password")} />
          </Field>
          <Field
            label={t("password_new")}
            help={t("password_help")}
            error={errors.new_password?.message}
          >
            <PasswordInput autoComplete="new-password" {...form.register("new_password")} />
          </Field>
          <div>
            <Button type="submit" pending={isSubmitting}>
              {t("password_change")}
            </Button>
          </div>
        </PanelBody>
      </form>
    </Panel>
  );
}
