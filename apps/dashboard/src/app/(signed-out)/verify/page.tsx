import type { Metadata } from "next";
import { authTexts } from "@/features/auth/texts";
import { VerifyPage } from "@/features/auth/verify-page";
import { deployment } from "@/server/settings";

export const metadata: Metadata = {
  title: authTexts.messages.verify_title,
  referrer: "no-referrer",
};

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  const { token } = await searchParams;
  return (
    <VerifyPage
      token={typeof token === "string" ? token : ""}
      mailboxUrl={deployment().mailboxUrl}
    />
  );
}
