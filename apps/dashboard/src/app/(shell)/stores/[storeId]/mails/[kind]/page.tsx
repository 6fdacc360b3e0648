import type { Metadata } from "next";
import { TemplatePage } from "@/features/mails/template-page";
import { mailsTexts } from "@/features/mails/texts";

export const metadata: Metadata = { title: mailsTexts.messages.title };

export default function Page() {
  return <TemplatePage />;
}
