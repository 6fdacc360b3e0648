import type { Metadata } from "next";
import { translationTexts } from "@/features/translations/texts";
import { TranslationsPage } from "@/features/translations/translations-page";

export const metadata: Metadata = { title: translationTexts.messages.title };

export default function Page() {
  return <TranslationsPage />;
}
