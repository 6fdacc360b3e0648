import type { Metadata } from "next";
import { OverviewPage } from "@/features/overview/overview-page";
import { overviewTexts } from "@/features/overview/texts";

export const metadata: Metadata = { title: overviewTexts.messages.title };

export default function Page() {
  return <OverviewPage />;
}
