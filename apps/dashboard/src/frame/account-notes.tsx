"use client";

import type { Schema } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { ShopDrawing } from "@ecomm/ui/drawings";
import { useTexts } from "@ecomm/ui/i18n";
import { Page } from "@ecomm/ui/panel";
import { EmptyState, Notice } from "@ecomm/ui/states";
import { useMutation } from "@tanstack/react-query";
import { MailWarning } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { resendVerification } from "@/api/account";
import { accountNoteTexts } from "@/features/account/note-texts";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";

/**
 * At the foot of every page: what is told here comes when one's account is known, and what is above
 * it stays where it is. A phone has no room to spare for it: there it ends the page instead of
 * staying in sight.
 */
export function FootNotes({ children }: { children: ReactNode }) {
  return (
    <div className="z-10 mt-auto grid grid-cols-[minmax(0,1fr)] gap-2 px-4 pb-4 empty:hidden md:sticky md:bottom-0 md:px-8">
      {children}
    </div>
  );
}

/** While one's address is not confirmed. */
export function VerifyNote({ me }: { me: Schema<"MeOut"> }) {
  const t = useTexts(accountNoteTexts);
  const shell = useTexts(shellTexts);
  const send = useMutation({ mutationFn: resendVerification });
  return (
    <Notice
      className="shadow-pop"
      tone="warning"
      icon={<MailWarning aria-hidden />}
      actions={
        send.isSuccess ? null : (
          <Button size="sm" pending={send.isPending} onClick={() => send.mutate()}>
            {t("banner_again")}
          </Button>
        )
      }
    >
      {send.error
        ? troubleText(send.error, shell)
        : t(send.isSuccess ? "banner_sent" : "banner", { email: me.email })}
    </Notice>
  );
}

/** In place of every page but the profile, where the business asks for a second factor first. */
export function FactorGate({
  me,
  path,
  children,
}: {
  me: Schema<"MeOut"> | undefined;
  path: string;
  children: ReactNode;
}) {
  const t = useTexts(accountNoteTexts);
  if (!me?.two_factor_required || me.two_factor_enabled || path === "/profile") return children;
  return (
    <Page>
      <EmptyState
        drawing={<ShopDrawing />}
        wholePage
        title={t("gate_title")}
        actions={
          <Button asChild variant="primary">
            <Link href="/profile#two-factor">{t("gate_action")}</Link>
          </Button>
        }
      >
        {t("gate_body", { account: me.tenant_name })}
      </EmptyState>
    </Page>
  );
}
