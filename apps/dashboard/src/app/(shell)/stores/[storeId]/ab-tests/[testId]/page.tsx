import type { Metadata } from "next";
import { AbTestPage } from "@/features/ab-tests/test-page";
import { abTestTexts } from "@/features/ab-tests/texts";

export const metadata: Metadata = { title: abTestTexts.messages.title };

export default function Page() {
  return <AbTestPage />;
}
