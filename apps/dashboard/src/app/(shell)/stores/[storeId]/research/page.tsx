import type { Metadata } from "next";
import { ResearchPage } from "@/features/research/research-page";
import { researchTexts } from "@/features/research/texts";

export const metadata: Metadata = { title: researchTexts.messages.title };

export default function Page() {
  return <ResearchPage />;
}
