import type { Metadata } from "next";
import { SentPage } from "@/features/mails/sent-page";
import { mailsTexts } from "@/features/mails/texts";

export const metadata: Metadata = { title: mailsTexts.messages.tab_sent };

export default function Page() {
  return <SentPage />;
}
