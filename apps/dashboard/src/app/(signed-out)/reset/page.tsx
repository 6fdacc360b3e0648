import type { Metadata } from "next";
import { ResetForm } from "@/features/auth/reset-form";
import { authTexts } from "@/features/auth/texts";
import { deployment } from "@/server/settings";

export const metadata: Metadata = {
  title: authTexts.messages.reset_title,
  referrer: "no-referrer",
};

export default async function Page({
  searchParams,
}: {
  searchParams: Promise<{ token?: string | string[] }>;
}) {
  const { token } = await searchParams;
  return (
    <ResetForm
      token={typeof token === "string" ? token : ""}
      mailboxUrl={deployment().mailboxUrl}
    />
  );
}
