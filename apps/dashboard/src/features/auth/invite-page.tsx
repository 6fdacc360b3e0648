"use client";

import { isApiError, type Schema } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, PasswordInput } from "@ecomm/ui/input";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Notice } from "@ecomm/ui/states";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { z } from "zod";
import { asRefusal, authTrouble, authWords } from "./errors";
import { AuthFrame, authControl } from "./frame";
import { newPassword } from "./new-password";
import { openCall, sessionAction } from "./session";
import { authTexts } from "./texts";

type Invitation = Schema<"InvitationOut">;

/** What a mailed invitation is about, and the way to accept it. */
export function InvitePage({
  token,
  signedIn,
  mailboxUrl,
}: {
  token: string;
  signedIn: boolean;
  mailboxUrl: string | null;
}) {
  const t = useTexts(authTexts);
  const query = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => openCall<Invitation>("invites/look", { token }),
    enabled: token !== "",
    staleTime: Number.POSITIVE_INFINITY,
  });
  const frame = { aside: null, mailboxUrl };
  const over = isApiError(query.error) && query.error.code === "link_over";
  if (token === "" || over) {
    return (
      <AuthFrame {...frame} title={t("link_over_title")} lead={t("invite_over")}>
        <Button asChild>
          <Link href="/">{t("go_on")}</Link>
        </Button>
      </AuthFrame>
    );
  }
  const invitation = query.data;
  if (!invitation) {
    return (
      <AuthFrame {...frame} title={t("invite_loading")} lead={t("verify_lead")}>
        {query.error ? (
          <>
            <Notice tone="danger">{authTrouble(t)(query.error)}</Notice>
            <Button onClick={() => query.refetch()}>{t("retry")}</Button>
          </>
        ) : (
          <div aria-busy="true">
            <Skeleton className="h-10 w-full" />
          </div>
        )}
      </AuthFrame>
    );
  }
  return (
    <AuthFrame
      {...frame}
      title={t("invite_title", { team: invitation.tenant_name })}
      lead={t("invite_lead", {
        by: invitation.invited_by,
        role: invitation.role,
        name: invitation.role_name ?? "",
      })}
    >
      {invitation.has_account ? (
        <JoinForm invitation={invitation} token={token} signedIn={signedIn} />
      ) : (
        <AcceptForm invitation={invitation} token={token} />
      )}
    </AuthFrame>
  );
}

/** For who has an account: sign in, then join with it. */
function JoinForm({
  invitation,
  token,
  signedIn,
}: {
  invitation: Invitation;
  token: string;
  signedIn: boolean;
}) {
  const t = useTexts(authTexts);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<"other" | { text: string } | null>(null);
  const here = `/invite?token=${encodeURIComponent(token)}`;
  const toLogin = `/login?next=${encodeURIComponent(here)}`;

  async function join() {
    setBusy(true);
    setProblem(null);
    try {
      await sessionAction("join-invite", { token });
      window.location.assign("/stores");
    } catch (error) {
      setBusy(false);
      if (isApiError(error) && error.status === 401) window.location.assign(toLogin);
      else if (isApiError(error) && error.code === "another_address") setProblem("other");
      else if (isApiError(error) && error.code === "already_member") {
        setProblem({ text: t("invite_member") });
      } else setProblem({ text: authTrouble(t)(error) });
    }
  }

  async function leave() {
    setBusy(true);
    try {
      await sessionAction("logout", {});
      window.location.assign(toLogin);
    } catch (error) {
      setBusy(false);
      setProblem({ text: authTrouble(t)(error) });
    }
  }

  return (
    <div className="grid gap-5">
      <p className="text-14 text-muted">
        {t(signedIn ? "invite_email" : "invite_account", { email: invitation.email })}
      </p>
      {problem === "other" ? (
        <Notice
          tone="warning"
          actions={
            <Button size="sm" pending={busy} onClick={leave}>
              {t("invite_sign_out")}
            </Button>
          }
        >
          {t("invite_other")}
        </Notice>
      ) : null}
      {problem !== null && problem !== "other" ? (
        <Notice tone="danger">{problem.text}</Notice>
      ) : null}
      {signedIn ? (
        <Button variant="primary" size="lg" className="w-full" pending={busy} onClick={join}>
          {t("invite_join", { team: invitation.tenant_name })}
        </Button>
      ) : (
        <Button asChild variant="primary" size="lg" className="w-full">
          <Link href={toLogin}>{t("invite_sign_in")}</Link>
        </Button>
      )}
    </div>
  );
}

/** For who has no account: make one and be in. */
function AcceptForm({ invitation, token }: { invitation: Invitation; token: string }) {
  const t = useTexts(authTexts);
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      name: z.string().trim().min(1, t("name_missing")).max(120),
      password: newPassword(t),
    }),
    values: { name: "", password: "" },
    submit: async (values) => {
      await sessionAction("accept-invite", { ...values, token, keep: true });
      window.location.assign("/stores");
      await new Promise(() => undefined); // the page is on its way out: stay busy until then
    },
    map: { words: authWords(t) },
    asRefusal,
    unexpected: authTrouble(t),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <form noValidate method="post" onSubmit={onSubmit} className="grid gap-5">
      <p className="text-14 text-muted">{t("invite_email", { email: invitation.email })}</p>
      <FormProblem>{problem}</FormProblem>
      <Field label={t("name")} error={errors.name?.message}>
        <Input
          autoComplete="name"
          maxLength={120}
          autoFocus
          className={authControl}
          {...form.register("name")}
        />
      </Field>
      <Field label={t("password")} help={t("password_help")} error={errors.password?.message}>
        <PasswordInput
          autoComplete="new-password"
          className={authControl}
          {...form.register("password")}
        />
      </Field>
      <Button type="submit" variant="primary" size="lg" className="w-full" pending={isSubmitting}>
        {t("invite_submit")}
      </Button>
    </form>
  );
}
