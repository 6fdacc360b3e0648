import type { Metadata } from "next";
import { SenderPage } from "@/features/mails/sender-page";
import { mailsTexts } from "@/features/mails/texts";

export const metadata: Metadata = { title: mailsTexts.messages.tab_sender };

export default function Page() {
  return <SenderPage />;
}
