"use client";

import { ApiError, errorFrom } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { formatMoney } from "@ecomm/ui/lib/money";
import { Notice } from "@ecomm/ui/states";
import Link from "next/link";
import type { Invitation } from "@/server/invitation";
import { AuthFrame } from "./frame";
import { authTexts } from "./texts";

/** Says by whose link the new business came; the refusal where it does not count, null otherwise. */
export async function claimInvitation(code: string): Promise<ApiError | null> {
  try {
    const reply = await fetch("/api/v1/partners/claim", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code }),
    });
    if (reply.ok) return null;
    return errorFrom(reply, await reply.json().catch(() => null));
  } catch (cause) {
    return new ApiError(0, "network", "The server could not be reached.", [], "", { cause });
  }
}

/** Who invites, and what comes of it. */
export function InvitedNote({ invitation }: { invitation: Invitation | null }) {
  const t = useTexts(authTexts);
  const { locale } = useLocale();
  if (!invitation) return null;
  const { credit, invitedBy } = invitation;
  const title = invitedBy ? t("invited_by", { name: invitedBy }) : t("invited");
  return (
    <Notice title={title} className="wrap-anywhere">
      {credit ? `${t("invited_credit", { credit: formatMoney(credit, locale) })} ` : ""}
      {t("invited_seen")}
    </Notice>
  );
}

/** The account is made, and the invitation does not count: why, and the way on. */
export function InvitationLost({
  why,
  onward,
  mailboxUrl,
}: {
  why: string;
  onward: string;
  mailboxUrl: string | null;
}) {
  const t = useTexts(authTexts);
  return (
    <AuthFrame
      title={t("invited_lost_title")}
      lead={t("invited_lost_lead")}
      aside={null}
      mailboxUrl={mailboxUrl}
    >
      <Notice tone="warning">
        {why} {t("invited_lost_later")}
      </Notice>
      <Button asChild variant="primary" size="lg" className="w-full">
        <Link href={onward}>{t("go_on")}</Link>
      </Button>
    </AuthFrame>
  );
}
