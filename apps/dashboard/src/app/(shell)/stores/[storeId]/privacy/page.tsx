import type { Metadata } from "next";
import { PrivacyPage } from "@/features/privacy/privacy-page";
import { privacyTexts } from "@/features/privacy/texts";

export const metadata: Metadata = { title: privacyTexts.messages.title };

export default function Page() {
  return <PrivacyPage />;
}
