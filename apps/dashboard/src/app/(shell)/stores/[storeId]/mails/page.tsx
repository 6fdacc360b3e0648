import type { Metadata } from "next";
import { TemplatesPage } from "@/features/mails/templates-page";
import { mailsTexts } from "@/features/mails/texts";

export const metadata: Metadata = { title: mailsTexts.messages.title };

export default function Page() {
  return <TemplatesPage />;
}
