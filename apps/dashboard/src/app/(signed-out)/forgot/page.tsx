import type { Metadata } from "next";
import { ForgotForm } from "@/features/auth/forgot-form";
import { authTexts } from "@/features/auth/texts";
import { deployment } from "@/server/settings";

export const metadata: Metadata = { title: authTexts.messages.forgot_title };

export default function ForgotPage() {
  return <ForgotForm mailboxUrl={deployment().mailboxUrl} />;
}
