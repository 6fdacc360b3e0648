import type { Metadata } from "next";
import { RegisterForm } from "@/features/auth/register-form";
import { authTexts } from "@/features/auth/texts";
import { invitation } from "@/server/invitation";
import { deployment } from "@/server/settings";

export const metadata: Metadata = { title: authTexts.messages.register_title };

export default async function RegisterPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[]; ref?: string | string[] }>;
}) {
  const { next, ref } = await searchParams;
  return (
    <RegisterForm
      next={typeof next === "string" ? next : null}
      invitation={await invitation(typeof ref === "string" ? ref : undefined)}
      mailboxUrl={deployment().mailboxUrl}
    />
  );
}
