import { hasSession } from "@ecomm/session";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { InvitePage } from "@/features/auth/invite-page";
import { authTexts } from "@/features/auth/texts";
import { deployment } from "@/server/settings";

export const metadata: Metadata = {
  title: authTexts.messages.invite_loading,
  referrer: "no-referrer",
};

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  const { token } = await searchParams;
  const { local, mailboxUrl } = deployment();
  const signedIn = hasSession(
    { audience: "merchant", mode: local ? "local" : "production" },
    (await headers()).get("cookie"),
  );
  return (
    <InvitePage
      token={typeof token === "string" ? token : ""}
      signedIn={signedIn}
      mailboxUrl={mailboxUrl}
    />
  );
}
