import type { Metadata } from "next";
import { LoginForm } from "@/features/auth/login-form";
import { authTexts } from "@/features/auth/texts";
import { deployment } from "@/server/settings";

export const metadata: Metadata = { title: authTexts.messages.sign_in_title };

export default async function LoginPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[]; ended?: string }>;
}) {
  const { next, ended } = await searchParams;
  return (
    <LoginForm
      next={typeof next === "string" ? next : null}
      ended={ended === "1"}
      mailboxUrl={deployment().mailboxUrl}
    />
  );
}
