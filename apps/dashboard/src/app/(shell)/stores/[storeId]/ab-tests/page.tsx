import type { Metadata } from "next";
import { AbTestsPage } from "@/features/ab-tests/tests-page";
import { abTestTexts } from "@/features/ab-tests/texts";

export const metadata: Metadata = { title: abTestTexts.messages.title };

export default function Page() {
  return <AbTestsPage />;
}
