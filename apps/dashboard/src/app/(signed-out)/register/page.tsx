import type { Metadata } from "next";
import { RegisterForm } from "@/features/auth/register-form";
import { authTexts } from "@/features/auth/texts";
import { deployment } from "@/server/settings";

export const metadata: Metadata = { title: authTexts.messages.register_title };

export default async function RegisterPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const { next } = await searchParams;
  return (
    <RegisterForm
      next={typeof next === "string" ? next : null}
      mailboxUrl={deployment().mailboxUrl}
    />
  );
}
