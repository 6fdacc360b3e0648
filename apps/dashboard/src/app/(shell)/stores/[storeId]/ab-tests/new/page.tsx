import type { Metadata } from "next";
import { NewAbTestPage } from "@/features/ab-tests/test-page";
import { abTestTexts } from "@/features/ab-tests/texts";

export const metadata: Metadata = { title: abTestTexts.messages.new_title };

export default function Page() {
  return <NewAbTestPage />;
}
